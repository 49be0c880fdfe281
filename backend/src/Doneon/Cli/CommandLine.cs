using System.CommandLine;
using System.CommandLine.Help;
using Doneon.Database;

namespace Doneon.Cli;

/// <summary>The verbs. Whatever stops one is a single clear line on the error stream and an exit code that scripts can use.</summary>
public static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        DatabaseUrl.ForgetLibpqVariables();
        using var interrupt = new Interrupt();
        try
        {
            var parsed = Root().Parse(args, new() { ResponseFileTokenReplacer = null });
            if (UsageMistake.Of(parsed) is { } mistake) throw new StopException(StopException.Usage, mistake);
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupt.Token);
        }
        catch (Exception e)
        {
            return await ExitLine.Write(e, interrupt.Token);
        }
    }

    public static Command Root()
    {
        var root = new Command("doneon", "Doneon, a to-do service. DATABASE_URL, a PostgreSQL, is all it needs.")
        {
            ServeCommand.Build(), MigrateCommand.Build(), DoctorCommand.Build(), UserCommand.Build(), TaskCommand.Build(), ExportCommand.Build(), ImportCommand.Build(),
            new HelpOption("--help", "-h") { Action = new HelpPage() },
            new Option<bool>("--version") { Description = "Print the version", Action = new VersionLine() },
        };
        root.SetAction((_, stop) => ServeCommand.Serve(stop));
        return root;
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
