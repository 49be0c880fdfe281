using System.CommandLine;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Exchange;

namespace Doneon.Cli;

public static class ImportCommand
{
    public static Command Build()
    {
        var name = UserCommand.Name();
        var path = new Argument<string>("FILE") { Description = "The file; - is standard input", DefaultValueFactory = _ => "-" };
        var format = new Option<string>("--format") { Description = $"One of {ImportFormat.Names}; found out where that is certain" };
        format.AcceptOnlyFromAmong([.. ImportFormat.All.Keys]);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would be done" };
        var skipBad = new Option<bool>("--skip-bad") { Description = "Bring the others when something is wrong with some; else nothing goes in" };
        var map = new Option<string>("--map") { Description = "Of CSV: what its columns become, such as title:Summary,due_date:When; a dry run proposes it" };
        var import = new Command("import", "Bring tasks into an account from a file; what was brought before is not brought again") { name, path, format, dryRun, skipBad, map };
        import.SetAction((given, stop) => UserCommand.With((db, settings) =>
            Import(db, settings, given.GetRequiredValue(name), given.GetRequiredValue(path), new(given.GetValue(format), given.GetValue(dryRun), given.GetValue(skipBad), given.GetValue(map)), stop), stop));
        return import;
    }

    sealed record Wishes(string? Format, bool DryRun, bool SkipBad, string? Map);

    static async Task<int> Import(Db db, Settings settings, string name, string path, Wishes wishes, CancellationToken stop)
    {
        var door = new OperatorsDoor(db, await UserCommand.Enter(db, name, onlyReads: false));
        var owner = await Exchange.Import.Owner.Of(door) ?? throw UserCommand.NoAccount();
        try
        {
            var bytes = Exchange.Import.Decoded(await Read(path, stop));
            var format = (wishes.Format is { } named ? ImportFormat.All[named] : ImportFormat.Detect(bytes))
                ?? throw new StopException(StopException.Usage, $"the file may be of several kinds: say --format with one of {ImportFormat.Names}");
            var file = new ImportFile(bytes, owner.TimeZone, TimeZones.Now(owner.TimeZone, TimeProvider.System).Date, wishes.Map, new());
            if (!wishes.DryRun && format.Uncertain(file) is { } uncertain) throw new StopException(StopException.Usage, $"--map {uncertain}");
            await Run(new(door, format, file, settings.MaxTasksPerUser), owner, wishes, stop);
        }
        catch (UnreadableFileException e)
        {
            throw new StopException(StopException.Usage, $"{(e.Field == "body" ? "the file" : $"--{e.Field}")} {e.Message.TrimEnd('.')}", e);
        }
        return 0;
    }

    static async Task Run(Import import, Import.Owner owner, Wishes wishes, CancellationToken stop)
    {
        await import.Check(stop);
        if (wishes.DryRun)
        {
            Print(await import.Foretold());
            return;
        }
        if (import.HasBad && !wishes.SkipBad)
        {
            var report = import.Report(dryRun: false, added: 0, alreadyThere: 0);
            Print(report);
            throw UserCommand.Refused($"something is wrong with {report.BadCount} of {report.Total} tasks, and nothing went in: mend them, or add --skip-bad");
        }
        if (!await import.HasRoom(owner) || await import.Bring() is not { } brought)
            throw UserCommand.Refused("the account has no room for so many tasks: MAX_TASKS_PER_USER says how many it may hold");
        Print(import.Report(dryRun: false, brought.Added, brought.AlreadyThere));
    }

    static async Task<byte[]> Read(string path, CancellationToken stop)
    {
        try
        {
            if (path != "-") return await File.ReadAllBytesAsync(path, stop);
            using var bytes = new MemoryStream();
            await Console.OpenStandardInput().CopyToAsync(bytes, stop);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StopException(StopException.Usage, $"{path} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}", e);
        }
    }

    static void Print(ImportReport report)
    {
        if (report.Mapping is { } mapping) Console.WriteLine($"--map {Printable.Of(mapping.Map)}");
        foreach (var task in report.Tasks ?? []) Console.WriteLine($"line {task.Line}: {Printable.Of(task.Title)}{(task.DueDate is { } due ? $", due {Printable.Of(due)}" : "")}");
        foreach (var bad in report.Bad) Console.WriteLine($"line {bad.Line}: {Printable.Of($"{bad.Field} {bad.Error}")}");
        foreach (var item in report.LeftOut) Console.WriteLine($"left out: {Printable.Of(item.What)} ({item.Tasks})");
        Console.WriteLine($"{report.Total} tasks in the file ({report.Format}): {report.Added} {(report.DryRun ? "would be added" : "added")}, {report.AlreadyThere} already there, {report.BadCount} bad");
    }
}
