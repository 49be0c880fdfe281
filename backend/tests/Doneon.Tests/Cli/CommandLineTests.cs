using Doneon.Cli;

namespace Doneon.Tests.Cli;

public class CommandLineTests
{
    [Fact]
    public async Task It_tells_its_version_and_its_verbs()
    {
        Assert.Equal("doneon 0.1.0\n", (await DoneonProgram.Run(["--version"])).Success);
        var help = (await DoneonProgram.Run(["--help"])).Success;
        Assert.All(["serve", "migrate", "doctor", "user", "Exit codes:"], word => Assert.Contains(word, help));
    }

    [Theory]
    [InlineData("srve", "doneon has no verb srve, it has serve, migrate, doctor, user; doneon --help explains")]
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

        var before = await DoneonProgram.On(url, "migrate", "--status");
        Assert.Equal((StopException.Schema, "pending  0001_contract\npending  0002_foundation\npending  0003_idempotency\npending  0004_plans\npending  0005_steady_search\n"), (before.ExitCode, before.Output));
        Assert.Equal("would apply 0001_contract\nwould apply 0002_foundation\nwould apply 0003_idempotency\nwould apply 0004_plans\nwould apply 0005_steady_search\n", (await DoneonProgram.On(url, "migrate", "--dry-run")).Success);
        Assert.Equal("applying 0001_contract\napplying 0002_foundation\napplying 0003_idempotency\napplying 0004_plans\napplying 0005_steady_search\nthe database is as this program needs it\n", (await DoneonProgram.On(url, "migrate")).Success);
        Assert.Equal("nothing was pending: the database is as this program needs it\n", (await DoneonProgram.On(url, "migrate")).Success);
        Assert.Equal("applied  0001_contract\napplied  0002_foundation\napplied  0003_idempotency\napplied  0004_plans\napplied  0005_steady_search\n", (await DoneonProgram.On(url, "migrate", "--status")).Success);
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
