namespace Doneon;

/// <summary>The program cannot go on: the message is the one clear line that the person who started it reads.</summary>
sealed class StopException(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public const int Usage = 2, Settings = 3, Database = 4, Schema = 5, Refused = 6;

    public int ExitCode { get; } = exitCode;
}
