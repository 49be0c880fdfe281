using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Exchange;
using Doneon.Tests.Http;
using Ending = Doneon.Tests.Cli.DoneonProgram.Ending;

namespace Doneon.Tests.Cli;

/// <summary>Quick entry and search from the command line: as from the API.</summary>
public class TaskCommandTests
{
    [Fact]
    public async Task A_line_becomes_the_task_that_the_API_makes_of_it()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await me.Client.PatchAsJsonAsync("/api/auth/me", new { time_zone = "Pacific/Kiritimati" }).Is(HttpStatusCode.OK);
        const string line = "Pay rent every month on the 1st 9am !high #home";
        var parsed = await me.Client.PostAsJsonAsync($"{me.Tasks}/parse", new { text = line }).Json();

        var added = JsonDocument.Parse((await Run(host, "task", "add", me.Name, line, "--json")).Success).RootElement;
        foreach (var field in (string[])["title", "due_date", "priority", "tags", "recursion_pattern"]) Assert.Equal(parsed.Text(field), added.Text(field));
        Assert.Equal("Pay rent", (await me.Task("Pay rent")).Text("title"));

        var told = (await Run(host, "task", "add", me.Name, "Call", "\"tomorrow\"", "café", "2030-03-01", "#été")).Success;
        Assert.Matches("^added task [0-9]+: Call \"tomorrow\" café, due 2030-03-01, tags été\n$", told);
    }

    [Fact]
    public async Task A_search_finds_what_the_API_finds_in_the_same_order()
    {
        var host = await TestHost.Shared;
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        await other.Add(new { title = "Their invoice" });
        await me.Add(new { title = "Invoice", due_date = "2026-03-01", tags = "home", priority = "High" });
        await me.Add(new { title = "Bread", description = "with the invoice" });
        await me.Add(new { title = "Milk", completed = true });
        await host.Execute($"insert into task (user_id, title, recursion_pattern) values ({me.Id}, E'evil \\x1b[2J name', 'weekly')");
        foreach (var query in (string[])["invocie", "invoice -bread", "is:open due<2030-01-01", "\"the invoice\"", "is:done"])
        {
            var found = (await Run(host, "task", "list", me.Name, query, "--json")).Success.TrimEnd();
            Assert.Equal(await me.Client.GetStringAsync($"{me.Tasks}?q={Uri.EscapeDataString(query)}"), found);
            Assert.Contains("hits", found);
        }
        var table = (await Run(host, "task", "list", me.Name, "invoice", "tag:home")).Success.Split('\n');
        Assert.Matches("^id +done  due         priority  repeats  tags  title$", table[0]);
        Assert.Matches("^[0-9]+ +no    2026-03-01  High      -        home  Invoice$", table[1]);
        Assert.Equal(3, table.Length);

        // A word that is excluded begins like an option.
        Assert.Contains("Milk", (await Run(host, "task", "list", me.Name, "-bread", "is:done")).Success);
        var all = await Run(host, "task", "list", me.Name, "--limit", "2", "--sort", "oldest");
        Assert.Equal((0, 4, "doneon: there are more than these 2; --limit shows up to 500, doneon export all\n"), (all.ExitCode, all.Output.Split('\n').Length, all.Error));
        Assert.Equal(["Invoice", "Bread"], all.Output.Split('\n')[1..3].Select(row => row.Split(' ')[^1]));
        var every = (await Run(host, "task", "list", me.Name)).Success;
        Assert.Contains("weekly   -     evil ?[2J name", every);
        Assert.DoesNotContain("Their", every);
    }

    [Theory]
    [InlineData("QUERY", "task", "list", "NAME", "due<soon"), InlineData("QUERY may have at most 200", "task", "list", "NAME", "LONG"), InlineData("--sort must be one of", "task", "list", "NAME", "--sort", "best")]
    [InlineData("--limit must be", "task", "list", "NAME", "--limit", "0"), InlineData("LINE may not be empty", "task", "add", "NAME", " "), InlineData("LINE may have at most", "task", "add", "NAME", "LONG")]
    [InlineData("title may have at most", "task", "add", "NAME", "LONG TITLE"), InlineData("needs NAME LINE", "task", "add", "NAME"), InlineData("needs a verb: add, list", "task")]
    [InlineData("there is no option --srot here", "task", "list", "NAME", "milk", "--srot", "title"), InlineData("there is no option --jsno here", "task", "add", "NAME", "Milk", "--jsno")]
    public async Task What_makes_no_sense_is_told_in_one_line_and_nothing_is_written(string told, params string[] words)
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        string Filled(string word) => word switch { "NAME" => me.Name, "LONG" => new string('x', 1001), "LONG TITLE" => new string('x', 900), _ => word };
        var ending = await Run(host, [.. words.Select(Filled)]);
        Assert.Equal((StopException.Usage, ""), (ending.ExitCode, ending.Output));
        Assert.Contains(told, ending.Line);
        Assert.Equal("", await host.Rows(me));
    }

    [Fact]
    public async Task An_account_that_is_not_there_or_full_is_refused()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        Assert.Contains("there is no such account", (await Run(host, "task", "list", "nobody")).Line);
        await me.Add(new { title = "Milk" });
        var full = await DoneonProgram.Run(["task", "add", me.Name, "Bread"], new() { ["DATABASE_URL"] = host.Server.UrlFor(host.Database), ["MAX_TASKS_PER_USER"] = "1" });
        Assert.Equal((StopException.Refused, "This account holds 1 tasks, which is all it may. Delete some first"), (full.ExitCode, full.Line));
    }

    static Task<Ending> Run(TestHost host, params string[] words) => DoneonProgram.On(host.Server.UrlFor(host.Database), words);
}
