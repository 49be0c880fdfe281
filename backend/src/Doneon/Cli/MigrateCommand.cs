using System.CommandLine;
using Doneon.Database;
using Npgsql;

namespace Doneon.Cli;

public static class MigrateCommand
{
    public static Command Build()
    {
        var status = new Option<bool>("--status") { Description = "Only list what is applied and what is pending; exit code 5 when something is pending" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be applied, and refuse what would be refused" };
        var migrate = new Command("migrate", "Bring the database to what this program needs, over the direct host") { status, dryRun };
        migrate.Validators.Add(given =>
        {
            if (given.GetValue(status) && given.GetValue(dryRun)) given.AddError("--status and --dry-run exclude each other");
        });
        migrate.SetAction((given, stop) => Direct(migrator =>
            given.GetValue(status) ? Status(migrator, stop) : given.GetValue(dryRun) ? DryRun(migrator, stop) : Apply(migrator, stop), stop));
        return migrate;
    }

    static async Task<int> Direct(Func<Migrator, Task<int>> run, CancellationToken stop)
    {
        var settings = CommandLine.ReadSettings();
        await using var direct = NpgsqlDataSource.Create(settings.MigratingConnection());
        using var logging = Logs.OnErrorStream();
        await Startup.WaitForDatabase(direct, settings, logging.CreateLogger("Doneon"), stop);
        return await run(new(direct));
    }

    static async Task<int> Status(Migrator migrator, CancellationToken stop)
    {
        var status = await migrator.Status(stop);
        foreach (var migration in status.Applied) Console.WriteLine($"applied  {migration.Name}");
        foreach (var migration in status.Pending) Console.WriteLine($"pending  {status.Describe(migration)}");
        return status.Pending.Count == 0 ? 0 : StopException.Schema;
    }

    static async Task<int> DryRun(Migrator migrator, CancellationToken stop)
    {
        var lines = await migrator.DryRun(stop);
        foreach (var line in lines) Console.WriteLine($"would apply {line}");
        if (lines.Count == 0) Console.WriteLine("nothing is pending");
        return 0;
    }

    static async Task<int> Apply(Migrator migrator, CancellationToken stop)
    {
        var applied = await migrator.Apply(line => Console.WriteLine(line), stop);
        Console.WriteLine(applied.Count == 0 ? "nothing was pending: the database is as this program needs it" : "the database is as this program needs it");
        return 0;
    }
}
