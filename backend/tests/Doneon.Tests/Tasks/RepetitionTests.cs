using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;
using static Doneon.Tests.Tasks.Repeating;

namespace Doneon.Tests.Tasks;

/// <summary>What happens to a task that repeats. Its dates lie in the future, where none is missed, unless a test is about those.</summary>
public class RepetitionTests
{
    [Fact]
    public async Task A_task_that_is_done_stays_and_the_next_one_comes()
    {
        var me = await Somebody();
        var first = await me.Add(new { title = "Water", description = "All", due_date = In(3) + "T09:00", priority = "High", tags = "home,plants", recursion_pattern = "every 2 weeks" });
        Assert.False(first.TryGetProperty("series", out _));
        var done = await Complete(me, first.Id());
        Assert.Equal((first.Id(), true, In(3) + "T09:00"), (done.Id(), done.GetProperty("completed").GetBoolean(), done.Text("due_date")));
        var next = await Only(me);
        Assert.Equal(("Water", "All", In(17) + "T09:00", "High", "home,plants", "every 2 weeks"),
            (next.Text("title"), next.Text("description"), next.Text("due_date"), next.Text("priority"), next.Text("tags"), next.Text("recursion_pattern")));
        await Complete(me, next.Id());
        var third = await Only(me);
        Assert.Equal((In(31) + "T09:00", next.Text("series")), (third.Text("due_date"), third.Text("series")));
        Assert.Equal(2, (await me.Get(me.Tasks + "?completed=true")).GetArrayLength());
    }

    public static TheoryData<string, string> WaysToComplete => new()
    {
        { "PATCH", """{"completed":true}""" }, { "PUT", """{"title":"Water","due_date":"{due}","recursion_pattern":"daily","completed":true}""" }, { "PATCH /complete", "" },
        { "PATCH /complete", """{"completed":true}""" }, { "bulk", """{"action":"complete","ids":[{id}]}""" }, { "bulk", """{"action":"change","ids":[{id}],"changes":{"completed":true}}""" },
    };

    [Theory]
    [MemberData(nameof(WaysToComplete))]
    public async Task Whichever_way_it_is_completed_one_follows(string way, string body)
    {
        var me = await Somebody();
        foreach (var key in (string?[])[null, "once"])
        {
            var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "daily" });
            var path = way switch { "bulk" => me.Tasks + "/bulk", "PATCH /complete" => $"{me.Tasks}/{task.Id()}/complete", _ => $"{me.Tasks}/{task.Id()}" };
            var text = body.Replace("{id}", $"{task.Id()}", StringComparison.Ordinal).Replace("{due}", In(1), StringComparison.Ordinal);
            var answers = new List<string>();
            for (var time = 0; time < (key is null ? 1 : 3); time++)
            {
                using var request = new HttpRequestMessage(new(way == "bulk" ? "POST" : way.Split(' ')[0]), path);
                if (text != "") request.Content = Checks.Body(System.Text.Encoding.UTF8.GetBytes(text));
                if (key is not null) request.Headers.Add("Idempotency-Key", key);
                using var answer = await me.Client.SendAsync(request);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                answers.Add(await answer.Content.ReadAsStringAsync());
            }
            Assert.Single(answers.Distinct());
            Assert.Contains("\"completed\":true", answers[0], StringComparison.Ordinal);
            var next = await Only(me);
            Assert.Equal(In(2), next.Text("due_date"));
            await me.Client.DeleteAsync($"{me.Tasks}/{next.Id()}").Is(HttpStatusCode.NoContent);
        }
    }

    [Theory]
    [InlineData(false, 0), InlineData(true, -9)]
    public async Task Missed_dates_are_skipped_or_come_one_by_one(bool catchUp, int next)
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "Water", due_date = In(-10), recursion_pattern = "daily", catch_up = catchUp });
        Assert.Equal(catchUp, task.TryGetProperty("catch_up", out _));
        await Complete(me, task.Id());
        Assert.Equal(In(next), (await Only(me)).Text("due_date"));
    }

    [Fact]
    public async Task A_task_without_a_date_comes_again_after_today()
    {
        var me = await Somebody();
        await Complete(me, (await me.Add(new { title = "Stretch", recursion_pattern = "every 3 days" })).Id());
        Assert.Equal(In(3), (await Only(me)).Text("due_date"));
    }

    [Fact]
    public async Task After_completion_counts_from_the_day_it_is_done()
    {
        var me = await Somebody();
        await Complete(me, (await me.Add(new { title = "Cut hair", due_date = In(-20) + "T18:00", recursion_pattern = "every 6 weeks after completion" })).Id());
        Assert.Equal(In(42) + "T18:00", (await Only(me)).Text("due_date"));
    }

    [Fact]
    public async Task Reopening_takes_the_next_one_back_unless_somebody_has_touched_it()
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "daily" });
        for (var round = 0; round < 2; round++)
        {
            await Complete(me, task.Id());
            Assert.Equal(In(2), (await Only(me)).Text("due_date"));
            await Complete(me, task.Id(), completed: false);
            Assert.Equal(task.Id(), (await Only(me)).Id());
        }
        Assert.Equal(0, (await me.Get(me.Tasks + "?deleted=true")).GetArrayLength());

        await Complete(me, task.Id());
        var next = await Only(me);
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{next.Id()}", new { title = "Water well" }).Is(HttpStatusCode.OK);
        await Complete(me, task.Id(), completed: false);
        Assert.Equal([task.Id(), next.Id()], (await Open(me)).Select(one => one.Id()));
        // Done once more, it has been followed already.
        await Complete(me, task.Id());
        Assert.Equal(next.Id(), (await Only(me)).Id());
        Assert.Equal(2, await (await TestHost.Shared).Scalar<long>($"select task_count from \"user\" where id = {me.Id}"));
    }

    [Fact]
    public async Task What_was_thrown_away_does_not_come_back_by_completing_again()
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "daily" });
        await Complete(me, task.Id());
        await me.Client.DeleteAsync($"{me.Tasks}/{(await Only(me)).Id()}").Is(HttpStatusCode.NoContent);
        await Complete(me, task.Id(), completed: false);
        await Complete(me, task.Id());
        Assert.Empty(await Open(me));
    }

    [Theory]
    [InlineData("PATCH", """{"due_date":"2031-02-04","completed":true}""", "2031-02-11"), InlineData("PATCH", """{"recursion_pattern":"daily","completed":true}""", "2031-02-04")]
    [InlineData("PATCH", """{"recursion_pattern":null,"completed":true}""", null), InlineData("PUT", """{"title":"a","due_date":"2031-02-05T08:00","recursion_pattern":"daily","completed":true}""", "2031-02-06T08:00")]
    public async Task What_is_changed_while_it_is_completed_counts_for_the_next(string method, string body, string? next)
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "a", due_date = "2031-02-03", recursion_pattern = "weekly" });
        await me.Client.SendJson(method, $"{me.Tasks}/{task.Id()}", body).Is(HttpStatusCode.OK);
        Assert.Equal(next is null ? [] : [next], (await Open(me)).Select(open => open.Text("due_date")));
    }

    [Theory]
    [InlineData("PATCH", """{"recursion_pattern":"weekly","completed":true}"""), InlineData("PUT", """{"title":"a","due_date":"2031-02-03","recursion_pattern":"weekly","completed":true}""")]
    [InlineData("bulk", """{"recursion_pattern":"weekly","completed":true}"""), InlineData("POST", """{"title":"a","due_date":"2031-02-03","recursion_pattern":"weekly","completed":true}""")]
    public async Task What_is_told_to_repeat_when_it_is_done_already_is_followed(string method, string body)
    {
        var me = await Somebody();
        var done = method == "POST" ? 0 : (await me.Add(new { title = "a", due_date = "2031-02-03" })).Id();
        for (var time = 0; time < 2; time++)
        {
            var (path, text) = method switch { "POST" => (me.Tasks, body), "bulk" => (me.Tasks + "/bulk", $$"""{"action":"change","ids":[{{done}}],"changes":{{body}}}"""), _ => ($"{me.Tasks}/{done}", body) };
            var answer = await me.Client.SendJson(method == "bulk" ? "POST" : method, path, text, ("Idempotency-Key", "once")).Json(method == "POST" ? HttpStatusCode.Created : HttpStatusCode.OK);
            done = method == "POST" ? answer.Id() : done;
        }
        var next = await Only(me);
        Assert.Equal(("2031-02-10", false), (next.Text("due_date"), next.Id() == done));
        Assert.NotNull(next.Text("series"));
        // It is like any other that follows: taken back when the first is reopened, and made again.
        await Complete(me, done, completed: false);
        Assert.Equal(done, (await Only(me)).Id());
        await Complete(me, done);
        Assert.Equal("2031-02-10", (await Only(me)).Text("due_date"));
    }

    [Fact]
    public async Task The_last_day_of_all_has_none_after_it_and_the_first_costs_no_more_than_others()
    {
        var me = await Somebody();
        var last = await me.Add(new { title = "Never", due_date = "9999-12-31", recursion_pattern = "daily" });
        Assert.Equal(0, (await me.Get($"{me.Tasks}/{last.Id()}/occurrences")).GetProperty("dates").GetArrayLength());
        await Complete(me, last.Id());
        Assert.Empty(await Open(me));
        var ids = new List<long>();
        for (var i = 0; i < 100; i++) ids.Add((await me.Add(new { title = "Old", due_date = "0001-01-01", recursion_pattern = "daily" })).Id());
        var started = DateTime.UtcNow;
        await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "complete", ids }).Is(HttpStatusCode.OK);
        Assert.InRange(DateTime.UtcNow - started, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.All(await Open(me), task => Assert.Equal(In(0), task.Text("due_date")));
    }

    [Fact]
    public async Task Text_that_was_adopted_and_says_no_rule_is_kept_and_does_nothing()
    {
        var (host, me) = (await TestHost.Shared, await Somebody());
        var task = await me.Add(new { title = "Water", due_date = In(1) });
        await host.Execute($"update task set recursion_pattern = 'when the moon is full' where id = {task.Id()}");
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{task.Id()}", new { title = "Water!" }).Is(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, (await me.Get($"{me.Tasks}/{task.Id()}/occurrences")).GetProperty("rule").ValueKind);
        await Complete(me, task.Id());
        Assert.Empty(await Open(me));
        Assert.Equal("when the moon is full", (await me.Get($"{me.Tasks}/{task.Id()}")).Text("recursion_pattern"));
    }

    [Fact]
    public async Task Many_are_completed_and_reopened_in_one_go()
    {
        var me = await Somebody();
        var ids = new List<long>();
        for (var i = 0; i < 6; i++) ids.Add((await me.Add(new { title = $"Task {i}", due_date = In(1), recursion_pattern = i % 2 == 0 ? "daily" : null })).Id());
        var done = await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "complete", ids }).Json();
        Assert.Equal((6, 0), (done.GetProperty("tasks").GetArrayLength(), done.GetProperty("missing").GetArrayLength()));
        Assert.Equal(["Task 0", "Task 2", "Task 4"], (await Open(me)).Select(task => task.Text("title")).Order());
        await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "reopen", ids }).Is(HttpStatusCode.OK);
        Assert.Equal(ids, (await Open(me)).Select(task => task.Id()).Order());
    }

    [Fact]
    public async Task A_full_account_gives_its_trash_up_and_then_says_that_it_is_full()
    {
        await using var host = await TestHost.Start(new() { ["MAX_TASKS_PER_USER"] = "2" });
        var me = await host.NewPerson();
        var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "daily" });
        var gone = await me.Add(new { title = "Thrown away" });
        await me.Client.DeleteAsync($"{me.Tasks}/{gone.Id()}").Is(HttpStatusCode.NoContent);
        await Complete(me, task.Id());
        var next = await Only(me);
        foreach (var (method, path, body) in ((string, string, string)[])[
            ("PATCH", $"{me.Tasks}/{next.Id()}/complete", "{}"), ("POST", me.Tasks + "/bulk", $$"""{"action":"complete","ids":[{{next.Id()}}]}""")])
            await me.Client.SendJson(method, path, body).IsProblem(409);
        Assert.Equal(next.Id(), (await Only(me)).Id());
        // Nothing needs to be added after one that has been followed: the next one was touched, so reopening leaves it.
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{next.Id()}", new { title = "Water well" }).Is(HttpStatusCode.OK);
        await Complete(me, task.Id(), completed: false);
        await Complete(me, task.Id());
        await Complete(me, task.Id(), completed: false);
        await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "complete", ids = (long[])[task.Id()] }).Is(HttpStatusCode.OK);
        Assert.Equal(next.Id(), (await Only(me)).Id());
        await me.Client.SendJson("POST", me.Tasks, """{"title":"Done","recursion_pattern":"daily","completed":true}""").IsProblem(409);
    }

    [Fact]
    public async Task A_task_that_is_followed_already_takes_no_place_of_another_in_the_trash()
    {
        await using var host = await TestHost.Start(new() { ["MAX_TASKS_PER_USER"] = "3" });
        var me = await host.NewPerson();
        var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "daily" });
        await Complete(me, task.Id());
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{(await Only(me)).Id()}", new { title = "Water well" }).Is(HttpStatusCode.OK);
        await Complete(me, task.Id(), completed: false);
        var gone = await me.Add(new { title = "Thrown away" });
        await me.Client.DeleteAsync($"{me.Tasks}/{gone.Id()}").Is(HttpStatusCode.NoContent);
        await Complete(me, task.Id());
        Assert.Equal(1, (await me.Get(me.Tasks + "?deleted=true")).GetArrayLength());
    }

    [Fact]
    public async Task What_was_thrown_away_comes_back_once_the_trash_has_forgotten_it()
    {
        var (host, me) = (await TestHost.Shared, await Somebody());
        var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "daily" });
        await Complete(me, task.Id());
        var next = await Only(me);
        await me.Client.DeleteAsync($"{me.Tasks}/{next.Id()}").Is(HttpStatusCode.NoContent);
        await host.Execute($"delete from task where id = {next.Id()}");
        await Complete(me, task.Id(), completed: false);
        await Complete(me, task.Id());
        Assert.Equal((In(2), false), ((await Only(me)).Text("due_date"), (await Only(me)).Id() == next.Id()));
    }

    [Fact]
    public async Task A_condition_holds_for_what_repeats_too()
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "daily" });
        var path = $"{me.Tasks}/{task.Id()}";
        using var read = await me.Client.GetAsync(path);
        await me.Client.PatchAsJsonAsync(path, new { title = "Water!" }).Is(HttpStatusCode.OK);
        await me.Client.SendJson("PATCH", path + "/complete", "{}", ("If-Match", read.Header("ETag"))).IsProblem(412);
        Assert.Equal(task.Id(), (await Only(me)).Id());
        using var again = await me.Client.GetAsync(path);
        await me.Client.SendJson("PATCH", path + "/complete", "{}", ("If-Match", again.Header("ETag"))).Is(HttpStatusCode.OK);
        Assert.Equal(In(2), (await Only(me)).Text("due_date"));
        await me.Client.SendJson("PATCH", $"{me.Tasks}/999999999/complete", "{}").IsProblem(404);
    }

    /// <summary>Peers' users complain of these.</summary>
    [Theory]
    [InlineData("monthly", "2030-01-31", "2030-02-28"), InlineData("FREQ=MONTHLY", "2030-01-31", "2030-03-31"), InlineData("every tuesday and thursday", "2030-01-01", "2030-01-03"), InlineData("every tuesday and thursday", "2030-01-03", "2030-01-08")]
    [InlineData("daily", "2030-03-30T02:30", "2030-03-31T02:30"), InlineData("daily", "2030-10-26T02:30", "2030-10-27T02:30"), InlineData("weekdays", "2030-02-01", "2030-02-04"), InlineData("yearly", "2032-02-29", "2033-02-28")]
    public async Task The_next_date_is_the_one_that_a_person_means(string pattern, string due, string next)
    {
        var me = await Somebody();
        await me.Client.PatchAsJsonAsync("/api/auth/me", new { time_zone = "Europe/Berlin" }).Is(HttpStatusCode.OK);
        await Complete(me, (await me.Add(new { title = "a", due_date = due, recursion_pattern = pattern })).Id());
        Assert.Equal(next, (await Only(me)).Text("due_date"));
    }

    [Fact]
    public async Task Monthly_from_the_last_of_january_misses_no_month()
    {
        var me = await Somebody();
        await me.Add(new { title = "Rent", due_date = "2031-01-31", recursion_pattern = "monthly" });
        var dates = new List<string>();
        for (var month = 0; month < 12; month++)
        {
            var open = await Only(me);
            dates.Add(open.Text("due_date")![5..]);
            await Complete(me, open.Id());
        }
        Assert.Equal(["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31"], dates);
    }
}
