using Doneon.Cli;

namespace Doneon.Tests.Cli;

public class CommandLineTests
{
    [Fact]
    public async Task It_tells_its_version_and_its_verbs()
    {
        Assert.Equal("doneon 0.1.0\n", (await DoneonProgram.Run(["--version"])).Success);
        var help = (await DoneonProgram.Run(["--help"])).Success;
        Assert.All(["serve", "migrate", "doctor", "user", "export", "import", "Exit codes:"], word => Assert.Contains(word, help));
    }

    [Theory]
    [InlineData("srve", "doneon has no verb srve, it has serve, migrate, doctor, user, task, export, import; doneon --help explains")]
    [InlineData("migrate --now", "doneon migrate has no option --now, it has --status, --dry-run; doneon migrate --help explains")]
    [InlineData("migrate --status --dry-run", "--status and --dry-run exclude each other; doneon migrate --help explains")]
    [InlineData("user", "doneon user needs a verb: list, create, reset-password, revoke-sessions, delete; doneon user --help explains")]
    [InlineData("user create ann", "doneon user create needs USERNAME EMAIL; doneon user create --help explains")]
    [InlineData("user create ann ann@example.org Zq1xW", "doneon user create takes USERNAME EMAIL and nothing more; doneon user create --help explains")]
    [InlineData("user create ann ann@example.org -Zq1xW", "doneon user create has no option like that, it has --password-stdin; doneon user create --help explains")]
    [InlineData("serve now", "doneon serve takes no further words; doneon serve --help explains")]
    public async Task What_it_does_not_understand_is_named_with_what_it_would(string words, string line)
    {
        var ending = await DoneonProgram.Run(words.Split(' '));
        Assert.Equal((StopException.Usage, line, ""), (ending.ExitCode, ending.Line, ending.Output));
    }

    [Fact]
    public async Task Migrate_says_what_it_would_do_does_it_and_then_has_nothing_to_do()
    {
        var server = await TestHost.SharedCluster;
        var url = server.UrlFor((await DoneonProgram.Database(server, migrated: false)).Database!);

        static string All(string verb) => string.Concat(DoneonProgram.Migrations.Select(name => $"{verb}{name}\n"));
        var before = await DoneonProgram.On(url, "migrate", "--status");
        Assert.Equal((StopException.Schema, All("pending  ")), (before.ExitCode, before.Output));
        Assert.Equal(All("would apply "), (await DoneonProgram.On(url, "migrate", "--dry-run")).Success);
        Assert.Equal(All("applying ") + "the database is as this program needs it\n", (await DoneonProgram.On(url, "migrate")).Success);
        Assert.Equal("nothing was pending: the database is as this program needs it\n", (await DoneonProgram.On(url, "migrate")).Success);
        Assert.Equal(All("applied  "), (await DoneonProgram.On(url, "migrate", "--status")).Success);
    }

    /// <summary>Refresh the page with UPDATE_DOCS=1 dotnet test.</summary>
    [Fact]
    public void The_page_on_the_command_line_is_true()
    {
        var page = Path.Combine(SettingsTests.Root, "docs", "cli.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(page, HelpPage.Markdown());
        Assert.True(File.Exists(page) && File.ReadAllText(page) == HelpPage.Markdown(), "docs/cli.md is out of date; refresh it with UPDATE_DOCS=1 dotnet test");
    }
}
