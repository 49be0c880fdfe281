using System.CommandLine;
using Doneon.Database;

namespace Doneon.Cli;

/// <summary>The verbs. Whatever stops one is a single clear line on the error stream and an exit code that scripts can use.</summary>
public static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        DatabaseUrl.ForgetLibpqVariables();
        var root = new RootCommand("Doneon, a to-do service. DATABASE_URL is all it needs.") { ServeCommand.Build() };
        root.SetAction((_, stop) => ServeCommand.Serve(stop));
        try
        {
            return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (StopException e)
        {
            await Console.Error.WriteLineAsync($"doneon: {e.Message}");
            return e.ExitCode;
        }
    }

    public static bool Development =>
        (Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")) == "Development";

    public static Settings ReadSettings()
    {
        Func<string, string?> variable = Environment.GetEnvironmentVariable;
        if (Development) variable = DotEnv.Complete(variable, Directory.GetCurrentDirectory());
        return Settings.Read(variable, Development);
    }
}
