namespace Doneon.Dev;

/// <summary>The server that tests start as a process: published, where <see cref="Variable"/> says so, else as it was built with them.</summary>
public static class TestedProgram
{
    /// <summary>Holds the path of a published program. The test command sets it, so that what people run is what is tested.</summary>
    public const string Variable = "DONEON_PROGRAM";

    public static string[] Command => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } published ? [published] : ["dotnet", Built];

    /// <summary>The command that publishes the server as people run it.</summary>
    public static string[] Publishing(string folder) =>
        ["dotnet", "publish", Checkout.In("backend", "src", "Doneon"), "--configuration", "Release", "-verbosity:quiet", "-nologo", "--output", folder];

    /// <summary>In the same configuration and for the same framework as the tests.</summary>
    static string Built
    {
        get
        {
            var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Checkout.In("backend", "src", "Doneon", "bin", framework.Parent!.Name, framework.Name, "doneon.dll");
        }
    }
}
