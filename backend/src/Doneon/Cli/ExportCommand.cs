using System.CommandLine;
using Doneon.Database;
using Doneon.Exchange;

namespace Doneon.Cli;

public static class ExportCommand
{
    public static Command Build()
    {
        var name = UserCommand.Name();
        var format = new Option<string>("--format") { Description = $"One of {ExportFormat.Names}", DefaultValueFactory = _ => "json" };
        format.AcceptOnlyFromAmong([.. ExportFormat.All.Keys]);
        var output = new Option<string>("--output") { Description = "The file to write; - is standard output", DefaultValueFactory = _ => "-" };
        var export = new Command("export", "Write everything of an account to a file") { name, format, output };
        export.SetAction((given, stop) => UserCommand.With((db, _) =>
            Export(db, given.GetRequiredValue(name), ExportFormat.All[given.GetRequiredValue(format)], given.GetRequiredValue(output), stop), stop));
        return export;
    }

    static async Task<int> Export(Db db, string name, ExportFormat format, string output, CancellationToken stop)
    {
        var me = await UserCommand.Enter(db, name, onlyReads: true);
        var export = await Exchange.Export.Begin(new OperatorsDoor(db, me), format);
        if (output == "-") await Write(export, Console.OpenStandardOutput(), stop);
        else await WriteFile(export, output, stop);
        return 0;
    }

    /// <summary>Under its name there is a whole file or none, and nobody else may read it.</summary>
    static async Task WriteFile(Export export, string path, CancellationToken stop)
    {
        var part = path + ".part";
        try
        {
            // One that was left lying about might be anybody's to read.
            File.Delete(part);
            await using (var file = new FileStream(part, OnlyOwn())) await Write(export, file, stop);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StopException(StopException.Usage, $"{path} cannot be written: {e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}", e);
        }
        finally
        {
            if (File.Exists(part)) File.Delete(part);
        }
    }

    static FileStreamOptions OnlyOwn()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    static async Task Write(Export export, Stream stream, CancellationToken stop)
    {
        while (await export.Next().WaitAsync(stop) is { } page)
            using (page) await stream.WriteAsync(page.Written, stop);
        await stream.FlushAsync(stop);
    }
}
