using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Doneon.Tests.Http;

namespace Doneon.Tests.Exchange;

/// <summary>Files for other programs.</summary>
public partial class ExportFormatTests
{
    [Fact]
    public async Task Csv_is_what_spreadsheets_read_and_runs_nothing_there()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Add(new { title = "=HYPERLINK(\"http://evil\")", description = "a, \"b\"\nc", tags = "x,y" });
        var file = await me.Export("csv");
        var lines = file.Split("\r\n");
        Assert.StartsWith("\uFEFFuid,title,description,due_date,priority,tags,recursion_pattern,completed,", lines[0]);
        Assert.Contains(",\"'=HYPERLINK(\"\"http://evil\"\")\",\"a, \"\"b\"\"\nc\",,Medium,\"x,y\",,false,", file);
        Assert.Equal("", lines[^1]);
    }

    [Fact]
    public async Task A_calendar_has_every_task_as_the_standard_says_it()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Add(new { title = "Pay; the, rent\\", description = "Line one\nline two", due_date = "2026-03-01T09:05", priority = "High", tags = "home,bank; x" });
        await me.Add(new { title = "Weekly", due_date = "2026-03-02", recursion_pattern = "every week on Monday and Thursday", priority = "Low" });
        await me.Add(new { title = "Until", due_date = "2026-03-02T10:00", recursion_pattern = "FREQ=DAILY;UNTIL=20260401" });
        await me.Add(new { title = "After", due_date = "2026-03-02", recursion_pattern = "every 3 days after completion" });
        await me.Add(new { title = "Done", completed = true, recursion_pattern = "daily", due_date = "2026-01-01" });
        var gone = await me.Add(new { title = "Gone" });
        await me.Client.DeleteAsync($"{me.Tasks}/{gone.Id()}").Is(HttpStatusCode.NoContent);

        var todos = Todos(await me.Export("ics"));
        Assert.Equal(["Pay\\; the\\, rent\\\\", "Weekly", "Until", "After", "Done", "Done"], todos.Select(todo => todo["SUMMARY"]));
        Assert.Equal(("Line one\\nline two", "20260301T090500", "1", "home,bank\\; x", "NEEDS-ACTION"), (todos[0]["DESCRIPTION"], todos[0]["DUE"], todos[0]["PRIORITY"], todos[0]["CATEGORIES"], todos[0]["STATUS"]));
        Assert.Equal(("20260302", "20260302", "FREQ=WEEKLY;BYDAY=MO,TH", "9"), (todos[1]["DUE;VALUE=DATE"], todos[1]["DTSTART;VALUE=DATE"], todos[1]["RRULE"], todos[1]["PRIORITY"]));
        Assert.Equal(("20260302T100000", "FREQ=DAILY;UNTIL=20260401T235959"), (todos[2]["DTSTART"], todos[2]["RRULE"]));
        Assert.Equal("every 3 days after completion", todos[3]["X-DONEON-REPEATS"]);
        Assert.DoesNotContain("RRULE", todos[3].Keys);
        Assert.Equal(("COMPLETED", "100"), (todos[4]["STATUS"], todos[4]["PERCENT-COMPLETE"]));
        Assert.DoesNotContain("RRULE", todos[4].Keys);
        Assert.All(todos, todo => Assert.All((string[])["UID", "DTSTAMP", "CREATED", "LAST-MODIFIED"], name => Assert.Contains(name, todo.Keys)));
        Assert.All(todos, todo => Assert.Matches(@"^\d{8}T\d{6}Z$", todo["DTSTAMP"]));
    }

    [Fact]
    public async Task A_long_line_is_folded_and_no_character_torn()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var words = string.Concat(Enumerable.Repeat("äö🍎 word\\, ", 60));
        await me.Add(new { title = string.Concat(Enumerable.Repeat("🍎", 200)), description = words });
        var file = await me.Export("ics");
        Assert.All(file.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.DoesNotContain('\uFFFD', file);
        Assert.DoesNotContain("\n", file.Replace("\r\n", ""));
        var todo = Todos(file).Single();
        Assert.Equal(string.Concat(Enumerable.Repeat("🍎", 200)), todo["SUMMARY"]);
        Assert.Equal(words, Regex.Unescape(todo["DESCRIPTION"].Replace("\\,", ",").Replace("\\\\", "\\\\")));
    }

    [Fact]
    public async Task Control_characters_of_adopted_tasks_do_not_break_a_calendar()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await host.Execute($"insert into task (user_id, title, due_date, tags) values ({me.Id}, E'a\\x07\\nBEGIN:VEVENT', E'soon\\r\\nX:1', E'a\\nb')");
        var todo = Todos(await me.Export("ics")).Single();
        Assert.Equal(("a\\nBEGIN:VEVENT", "soon\\nX:1"), (todo["SUMMARY"], todo["X-DONEON-DUE"]));
    }

    /// <summary>Unfolded, each property by its name and parameters.</summary>
    static List<Dictionary<string, string>> Todos(string file)
    {
        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:", file);
        Assert.EndsWith("\r\nEND:VCALENDAR\r\n", file);
        var text = file.Replace("\r\n ", "");
        return [.. Todo().Matches(text).Select(todo => todo.Groups[1].Value.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1]))];
    }

    [GeneratedRegex(@"BEGIN:VTODO\r\n(.*?)END:VTODO\r\n", RegexOptions.Singleline)]
    private static partial Regex Todo();

    [Fact]
    public async Task Markdown_is_a_page_to_read()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Add(new { title = "Later", due_date = "2026-12-01" });
        await me.Add(new { title = "# *Bold* [x](y) <b> 1. `c`", due_date = "2026-03-01T09:00", priority = "High", tags = "a,b", recursion_pattern = "weekly", description = "- one\n\n1. two\nend" });
        await me.Add(new { title = "Done", completed = true });
        Assert.Equal($"""
            # {me.Name}, {DateTime.UtcNow:yyyy-MM-dd}

            ## Open

            - [ ] \# \*Bold\* \[x\](y) \<b\> 1. \`c\`
              *due 2026-03-01 09:00 · High · a, b · weekly*

              \- one{"  "}

              1\. two{"  "}
              end{"  "}

            - [ ] Later
              *due 2026-12-01*

            ## Done

            - [x] Done

            """, await me.Export("markdown"));
    }
}
