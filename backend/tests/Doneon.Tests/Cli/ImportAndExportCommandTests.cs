using Doneon.Tests.Exchange;
using Ending = Doneon.Tests.Cli.DoneonProgram.Ending;

namespace Doneon.Tests.Cli;

/// <summary>Files of an account from the command line: as from the API.</summary>
public class ImportAndExportCommandTests
{
    [Fact]
    public async Task What_is_exported_is_imported_elsewhere_and_only_once()
    {
        var host = await TestHost.Shared;
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        await me.Add(new { title = "Milk 🥛", description = "two\nlines", due_date = "2026-03-01T09:00", recursion_pattern = "weekly", tags = "a,b" });
        await other.Add(new { title = "Theirs" });
        var file = (await Run(host, ["export", me.Name])).Success;
        Assert.DoesNotContain("Theirs", file);
        Assert.Equal((await me.Export()).Split("\"tasks\"")[1], file.Split("\"tasks\"")[1]);

        var again = await host.NewPerson();
        Assert.EndsWith("1 tasks in the file (doneon): 1 would be added, 0 already there, 0 bad\n", (await Run(host, ["import", again.Name, "--dry-run"], file)).Success);
        Assert.Equal("", await host.Rows(again));
        Assert.Equal("1 tasks in the file (doneon): 1 added, 0 already there, 0 bad\n", (await Run(host, ["import", again.Name], file)).Success);
        Assert.Equal("1 tasks in the file (doneon): 0 added, 1 already there, 0 bad\n", (await Run(host, ["import", $"{again.Name}@example.org", "-"], file)).Success);
        Assert.Equal(await host.Rows(me), await host.Rows(again));
        Assert.Equal(1, await host.Scalar<long>($"select task_count from \"user\" where id = {again.Id}"));
    }

    [Fact]
    public async Task A_file_is_written_as_a_whole_and_read_by_its_name()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await me.Add(new { title = "Milk" });
        var path = Path.Combine(Path.GetTempPath(), $"doneon-{me.Name}.csv");
        try
        {
            Assert.Equal("", (await Run(host, ["export", me.Name, "--format", "csv", "--output", path])).Success);
            Assert.StartsWith("uid,title,", await File.ReadAllTextAsync(path));
            Assert.False(File.Exists(path + ".part"));
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.EndsWith("0 added, 1 already there, 0 bad\n", (await Run(host, ["import", me.Name, path])).Success);
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Contains("cannot be written", Refused(await Run(host, ["export", me.Name, "--output", "/no/such/folder/file"]), StopException.Usage));
        var folder = Directory.CreateTempSubdirectory().FullName;
        Assert.Contains("cannot be written", Refused(await Run(host, ["export", me.Name, "--output", folder]), StopException.Usage));
        Assert.False(File.Exists(folder + ".part"));
        Directory.Delete(folder);
        Assert.Contains("cannot be read", Refused(await Run(host, ["import", me.Name, "/no/such/file"]), StopException.Usage));
    }

    [Fact]
    public async Task A_bad_line_is_named_and_skipped_only_if_asked_so()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var file = Files.Doneon("""{"title":"One"}""", """{"title":"Two","due_date":"tomorrow"}""");
        var ending = await Run(host, ["import", me.Name], file);
        Assert.Equal((StopException.Refused, "something is wrong with 1 of 2 tasks, and nothing went in: mend them, or add --skip-bad"), (ending.ExitCode, ending.Line));
        Assert.StartsWith("line 2: due_date must be a date", ending.Output);
        Assert.Equal("", await host.Rows(me));
        Assert.EndsWith("1 added, 0 already there, 1 bad\n", (await Run(host, ["import", me.Name, "--skip-bad"], file)).Success);
    }

    [Fact]
    public async Task Rows_of_sqlite_are_piped_in_and_columns_are_mapped()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        Assert.Contains("3 tasks in the file (python): 3 added", (await Run(host, ["import", me.Name, "--format", "python"], Files.Sample("python.json"))).Success);
        const string csv = "What,Until\nRent,2026-03-01\n";
        Assert.StartsWith("--map is needed", Refused(await Run(host, ["import", me.Name], csv), StopException.Usage));
        Assert.Contains("1 added", (await Run(host, ["import", me.Name, "--map", "title:What,due_date:Until"], csv)).Success);
        Assert.Equal("2026-03-01", (await me.Task("Rent")).GetProperty("due_date").GetString());
    }

    [Fact]
    public async Task What_cannot_be_is_told_in_one_line()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        Assert.Contains("there is no such account", Refused(await Run(host, ["export", "nobody"]), StopException.Refused));
        Assert.Contains("the file is not JSON", Refused(await Run(host, ["import", me.Name, "--format", "doneon"], "{"), StopException.Usage));
        Assert.Contains("say --format with one of doneon, csv", Refused(await Run(host, ["import", me.Name], "{}"), StopException.Usage));
        Assert.NotEqual(0, (await Run(host, ["export", me.Name, "--format", "xml"])).ExitCode);
    }

    static Task<Ending> Run(TestHost host, string[] words, string input = "") =>
        DoneonProgram.Run(words, new() { ["DATABASE_URL"] = host.Server.UrlFor(host.Database) }, input);

    static string Refused(Ending ending, int exitCode)
    {
        Assert.Equal((exitCode, ""), (ending.ExitCode, ending.Output));
        return ending.Line;
    }
}
