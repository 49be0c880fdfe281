using System.Net;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Exchange;

/// <summary>Files of other programs, as they are in real life.</summary>
public class ImportOfOthersTests
{
    static async Task<Person> InBerlin()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Client.SendJson("PATCH", "/api/auth/me", """{"time_zone":"Europe/Berlin"}""").Is(HttpStatusCode.OK);
        return me;
    }

    static IEnumerable<string?> Facts(JsonElement task) =>
        [task.Text("due_date"), task.Text("priority"), task.Text("tags"), task.Text("recursion_pattern"), task.GetProperty("completed").GetBoolean() ? "done" : "open", task.Text("description")];

    static List<string?> LeftOut(JsonElement report) => [.. report.GetProperty("left_out").Texts("what")];

    [Theory]
    [InlineData("todoist", "todoist.csv", 6), InlineData("vikunja", "vikunja.json", 6), InlineData("super_productivity", "super_productivity.json", 5), InlineData("python", "python.json", 3)]
    public async Task Each_is_recognized_comes_whole_and_not_twice(string format, string sample, int count)
    {
        var host = await TestHost.Shared;
        var me = await InBerlin();
        var file = Files.Sample(sample);
        var foretold = await me.Brought(file, "?dry_run=true");
        Assert.Equal((format, (count, count, 0, 0)), (foretold.Text("format"), foretold.Counts()));
        Assert.Equal((count, count, 0, 0), (await me.Brought(file)).Counts());
        var before = await host.Rows(me);
        foreach (var query in (string[])["", $"?format={format}"]) Assert.Equal((count, 0, count, 0), (await me.Brought(file, query)).Counts());
        Assert.Equal((count, 0, count, 0), (await me.Brought(file, "?dry_run=true")).Counts());
        Assert.Equal(before, await host.Rows(me));
        // Line ends of another system, or a mark at the beginning, make no other file.
        Assert.Equal((count, 0, count, 0), (await me.Brought("\uFEFF" + file.Replace("\n", "\r\n").Replace("before\r\ntwo", "before\ntwo"))).Counts());
    }

    [Fact]
    public async Task Todoist()
    {
        var me = await InBerlin();
        var report = await me.Brought(Files.Sample("todoist.csv"));
        Assert.Equal(["2026-10-05", "High", "garden,spring work", null, "open", "Green, as before\ntwo coats"], Facts(await me.Task("Repaint the fence")));
        Assert.Equal([null, "Low", null, null, "open", "Part of: Repaint the fence\n\nThe shop closes at six"], Facts(await me.Task("Buy a brush")));
        var roses = (await me.Get(me.Tasks + "?sort=title")).EnumerateArray().Where(task => task.Text("title") == "Water the roses").ToList();
        Assert.Equal(2, roses.Count);
        Assert.Equal(("Medium", "Weekly", "every monday"), (roses[0].Text("priority"), roses[0].Text("tags"), roses[0].Text("recursion_pattern")));
        Assert.EndsWith("T09:00", roses[0].Text("due_date"));
        var gate = await me.Task("Oil the gate");
        Assert.Equal(("every 3 months after completion", "Deadline: 2026-12-24"), (gate.Text("recursion_pattern"), gate.Text("description")));
        Assert.Equal([null, "Low", "Weekly", null, "open", "Date: the day after the full moon"], Facts(await me.Task("Call the smith")));
        Assert.Equal(["whose task it is", "attached files", "dates and repetitions that Doneon cannot say: they stand in the description", "durations", "sub-tasks: each is a task of its own, whose description names the one above"], LeftOut(report));
    }

    [Fact]
    public async Task Vikunja()
    {
        var me = await InBerlin();
        var report = await me.Brought(Files.Sample("vikunja.json"));
        Assert.Equal(["2026-07-01T18:30", "High", "travel  rail", null, "open", "Window seat & table\n\n- to Ulm\n- and back\n\nBob: Cheaper on Tuesdays"], Facts(await me.Task("Book the train")));
        Assert.Equal([null, "Medium", null, null, "done", "Part of: Book the train"], Facts(await me.Task("Find the card")));
        Assert.Equal(["2026-07-02T07:00", "Low", "House", "FREQ=WEEKLY;INTERVAL=2", "open", null], Facts(await me.Task("Bins")));
        Assert.Equal("FREQ=MONTHLY", (await me.Task("Rent")).Text("recursion_pattern"));
        Assert.Equal("FREQ=DAILY;INTERVAL=3;X-AFTER=DONE", (await me.Task("Filter")).Text("recursion_pattern"));
        Assert.Equal(("Repeats every 6 hours", null), ((await me.Task("Pills")).Text("description"), (await me.Task("Pills")).Text("recursion_pattern")));
        Assert.Equal("2026-06-02T08:00:00Z", (await me.Task("Book the train")).Text("updated_at"));
        Assert.Equal(["how far a task is", "reminders", "repetitions that Doneon cannot say: they stand in the description", "sub-tasks: each is a task of its own, whose description names the one above"], LeftOut(report));
    }

    [Fact]
    public async Task Super_productivity()
    {
        var me = await InBerlin();
        var report = await me.Brought(Files.Sample("super_productivity.json"));
        Assert.Equal(["2026-06-22T12:00", "High", "Workshop,deep work", null, "open", "Three parts\n\n- why\n- how\n\nDeadline: 2026-07-01"], Facts(await me.Task("Plan the talk")));
        Assert.Equal([null, "Medium", "Workshop", null, "open", "Part of: Plan the talk"], Facts(await me.Task("Collect pictures")));
        var stretches = (await me.Get(me.Tasks)).EnumerateArray().Where(task => task.Text("title") == "Stretch").Select(task => (task.GetProperty("completed").GetBoolean(), task.Text("recursion_pattern"))).Order();
        Assert.Equal([(false, "FREQ=WEEKLY;BYDAY=MO,TH"), (true, null)], stretches);
        Assert.True((await me.Task("Old slides")).GetProperty("completed").GetBoolean());
        Assert.Equal(["estimates", "notes of projects", "reminders", "sub-tasks: each is a task of its own, whose description names the one above", "time that was spent"], LeftOut(report).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Python()
    {
        var host = await TestHost.Shared;
        var me = await InBerlin();
        await me.Brought(Files.Sample("python.json"));
        Assert.Equal(["2026-03-01", "High", "home,shop", "weekly", "open", null], Facts(await me.Task("Buy milk")));
        Assert.Equal(["2026-03-02T10:30", "Medium", "phone,car", null, "done", "about\nthe car"], Facts(await me.Task("Call Bob")));
        Assert.Equal(["when it rains", "Low", null, "now and then", "open", null], Facts(await me.Task("Someday")));
        Assert.Equal("2026-01-01T10:00:00.123456Z", (await me.Task("Buy milk")).Text("created_at"));
        // An empty table prints nothing.
        Assert.Equal((0, 0, 0, 0), (await me.Brought("", "?format=python")).Counts());
        var mixed = Files.Sample("python.json").Replace("\"id\":3,\"user_id\":7", "\"id\":3,\"user_id\":8");
        Assert.Contains("several users", (await me.Bring(mixed).IsProblem(422, "body")).Text("detail"));
        Assert.Equal(3, await host.Scalar<long>($"select count(*) from task where user_id = {me.Id}"));
    }

    [Fact]
    public async Task A_bad_line_of_another_program_is_named()
    {
        var me = await InBerlin();
        var bad = (await me.Bring(Files.Sample("python.json").Replace("\"HIGH\"", "\"urgentest\"").Replace("Call Bob", " ")).IsProblem(422)).GetProperty("report").GetProperty("bad");
        Assert.Equal([(1, "priority"), (2, "title")], bad.EnumerateArray().Select(one => (one.GetProperty("line").GetInt32(), one.Text("field")!)));
    }

    [Fact]
    public async Task A_title_that_is_too_long_elsewhere_is_kept_whole_in_the_description()
    {
        var me = await InBerlin();
        var title = new string('x', 300);
        await me.Brought(Files.Sample("vikunja.json").Replace("Pills", title));
        var task = await me.Task(new string('x', 199) + "…");
        Assert.Equal($"{title}\n\nRepeats every 6 hours", task.Text("description"));
    }

    [Theory]
    [InlineData("Summary;When;Done;What\nMilk;1.3.2026;nein;from the \"\"shop\"\"\n\"Two\nlines\";\"2026-03-02 09:30\";ja;\"a;b\"\n")]
    [InlineData("Summary,When,Done,What\r\nMilk,\"Mar 1, 2026\",0,\"from the \"\"shop\"\"\"\r\n\"Two\nlines\",2026-03-02T09:30,x,a;b\r\n")]
    [InlineData("\uFEFFSummary\tWhen\tDone\tWhat\rMilk\t2026-03-01\tfalse\tfrom the \"\"shop\"\"\r\"Two\nlines\"\tMar 2 2026 9:30 AM\ttrue\ta;b")]
    public async Task Csv_of_any_country_comes_with_a_map(string file)
    {
        var me = await InBerlin();
        await me.Bring(file).IsProblem(422, "map");
        var foretold = await me.Brought(file, "?dry_run=true");
        Assert.Equal("title:Summary,completed:Done", foretold.GetProperty("mapping").Text("map"));
        Assert.Equal(["title", null, "completed", null], foretold.GetProperty("mapping").GetProperty("columns").Texts("field"));
        Assert.Equal(["the column What", "the column When"], LeftOut(foretold));

        const string map = "?map=title:Summary,due_date:When,completed:%233,description:What";
        Assert.Equal((2, 2, 0, 0), (await me.Brought(file, map)).Counts());
        Assert.Equal((2, 0, 2, 0), (await me.Brought(file, map)).Counts());
        Assert.Equal(("2026-03-01", false), ((await me.Task("Milk")).Text("due_date"), (await me.Task("Milk")).GetProperty("completed").GetBoolean()));
        Assert.Contains("shop", (await me.Task("Milk")).Text("description"));
        Assert.Equal(("2026-03-02T09:30", true, "a;b"), ((await me.Task("Two lines")).Text("due_date"), (await me.Task("Two lines")).GetProperty("completed").GetBoolean(), (await me.Task("Two lines")).Text("description")));
    }

    [Theory]
    [InlineData("title:Nothing"), InlineData("Summary"), InlineData("due_date:When"), InlineData("title:Summary,title:When"), InlineData("uid:Summary"), InlineData("title:%230"), InlineData("title:%239"), InlineData("")]
    public async Task A_map_that_makes_no_sense_is_named(string map)
    {
        var me = await InBerlin();
        await me.Bring("Summary,When\nMilk,2026-03-01\n", $"?format=csv&map={map}").IsProblem(422, "map");
    }

    [Fact]
    public async Task Plain_names_need_no_map_and_a_bad_cell_is_named()
    {
        var me = await InBerlin();
        Assert.Equal((2, 2, 0, 0), (await me.Brought("Title,due_date\nMilk,2026-03-01\nMilk,2026-03-01\n")).Counts());
        var bad = (await me.Bring("title,due_date,priority\nMilk,3/4/2026,\n\n\"a\nb\",,urgentest\nc,,,,,x\n").IsProblem(422)).GetProperty("report").GetProperty("bad");
        Assert.Equal([(2, "due_date"), (4, "priority"), (6, "line")], bad.EnumerateArray().Select(one => (one.GetProperty("line").GetInt32(), one.Text("field")!)));
    }
}
