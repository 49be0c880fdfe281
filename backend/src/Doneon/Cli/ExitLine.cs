using System.Net.Sockets;
using Doneon.Database;
using Npgsql;

namespace Doneon.Cli;

/// <summary>How a program that cannot go on ends: one line for a person, one number for a script.</summary>
static class ExitLine
{
    /// <summary>As shells report a program that Ctrl-C ended.</summary>
    public const int Interrupted = 130;

    public static async Task<int> Write(Exception failure, CancellationToken interrupt)
    {
        var stop = failure as StopException ?? (interrupt.IsCancellationRequested
            ? new(Interrupted, "interrupted before the end", failure)
            : Explain(failure));
        foreach (var line in stop.Message.Split('\n')) await Console.Error.WriteLineAsync($"doneon: {line}");
        if (Environment.GetEnvironmentVariable("LOG_LEVEL") is "debug" or "trace") await Console.Error.WriteLineAsync(failure.ToString());
        return stop.ExitCode;
    }

    static StopException Explain(Exception failure) => failure switch
    {
        DatabaseUnavailableException { MayHaveHappened: true } => new(StopException.Database,
            $"the database was lost in the middle ({ConnectFailure.Reason(failure)}): look whether the change was made, then try again", failure),
        DatabaseUnavailableException or NpgsqlException or TimeoutException or SocketException => new(StopException.Database,
            $"the database does not do its part: {ConnectFailure.Reason(failure)}. doneon doctor looks step by step", failure),
        IOException when failure.Message.StartsWith("Failed to bind", StringComparison.Ordinal) => new(StopException.Settings,
            $"{OneLine(failure.Message)}: choose another PORT, or end the program that has it", failure),
        _ => new(1, $"unexpected, {failure.GetType().Name}: {OneLine(failure.Message)} (LOG_LEVEL=debug shows where)", failure),
    };

    static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
