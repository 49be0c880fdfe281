using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;
using static Doneon.Tests.Tasks.Repeating;

namespace Doneon.Tests.Tasks;

/// <summary>Changing one task of a series or all that follow, ending one, and being told what comes.</summary>
public class SeriesTests
{
    [Fact]
    public async Task What_is_changed_in_this_one_alone_does_not_follow()
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "Water", description = "All", due_date = In(1) + "T08:00", tags = "home", recursion_pattern = "daily" });
        var path = $"{me.Tasks}/{task.Id()}?scope=this";
        await me.Client.PatchAsJsonAsync(path, new { title = "Water well", due_date = In(5) + "T20:00" }).Is(HttpStatusCode.OK);
        await me.Client.PatchAsJsonAsync(path, new { description = (string?)null, title = "Water very well", priority = "High" }).Is(HttpStatusCode.OK);
        await me.Client.PostAsJsonAsync(me.Tasks + "/bulk?scope=this", new { action = "change", ids = (long[])[task.Id()], changes = new { add_tags = "now" } }).Is(HttpStatusCode.OK);
        // This is for all that follow.
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{task.Id()}", new { priority = "Low" }).Is(HttpStatusCode.OK);
        var moved = await Only(me);
        Assert.Equal(("Water very well", null, In(5) + "T20:00", "home,now"), (moved.Text("title"), moved.Text("description"), moved.Text("due_date"), moved.Text("tags")));
        await Complete(me, task.Id());
        var next = await Only(me);
        Assert.Equal(("Water", "All", In(2) + "T08:00", "home", "Low"), (next.Text("title"), next.Text("description"), next.Text("due_date"), next.Text("tags"), next.Text("priority")));
    }

    [Fact]
    public async Task What_a_put_leaves_as_it_is_stays_this_ones_alone()
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "Water", due_date = In(1), tags = "home", recursion_pattern = "weekly" });
        var path = $"{me.Tasks}/{task.Id()}";
        await me.Client.PatchAsJsonAsync(path + "?scope=this", new { due_date = In(3), title = "Water well", tags = "now" }).Is(HttpStatusCode.OK);
        await me.Client.PutAsJsonAsync(path, new { title = "Water well", description = "All", due_date = In(3), tags = "here", recursion_pattern = "weekly" }).Is(HttpStatusCode.OK);
        Assert.Equal(In(8), (await me.Get(path + "/occurrences")).GetProperty("dates")[0].GetString());
        await Complete(me, task.Id());
        var next = await Only(me);
        Assert.Equal(("Water", "All", In(8), "here"), (next.Text("title"), next.Text("description"), next.Text("due_date"), next.Text("tags")));
    }

    [Theory]
    [InlineData("PATCH", 10), InlineData("PUT", 8)]
    public async Task What_is_completed_by_a_change_that_gives_its_date_is_followed_as_if_it_were_completed_afterwards(string method, int next)
    {
        foreach (var afterwards in (bool[])[false, true])
        {
            var me = await Somebody();
            var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "weekly" });
            var path = $"{me.Tasks}/{task.Id()}";
            await me.Client.PatchAsJsonAsync(path + "?scope=this", new { due_date = In(3) }).Is(HttpStatusCode.OK);
            await me.Client.SendJson(method, path, $$"""{"title":"Water","due_date":"{{In(3)}}","recursion_pattern":"weekly","completed":{{(afterwards ? "false" : "true")}}}""").Is(HttpStatusCode.OK);
            if (afterwards) await Complete(me, task.Id());
            Assert.Equal(In(next), (await Only(me)).Text("due_date"));
        }
    }

    [Fact]
    public async Task This_and_following_moves_the_series()
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "weekly" });
        await Complete(me, task.Id());
        var next = await Only(me);
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{next.Id()}", new { due_date = In(10) + "T07:00", title = "Water all" }).Is(HttpStatusCode.OK);
        await Complete(me, next.Id());
        var third = await Only(me);
        Assert.Equal(("Water all", In(17) + "T07:00"), (third.Text("title"), third.Text("due_date")));
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{third.Id()}", new { recursion_pattern = "every 2 days" }).Is(HttpStatusCode.OK);
        await Complete(me, third.Id());
        Assert.Equal(In(19) + "T07:00", (await Only(me)).Text("due_date"));
    }

    [Fact]
    public async Task Another_time_of_the_same_day_leaves_the_series_where_it_is()
    {
        var me = await Somebody();
        var first = await me.Add(new { title = "Rent", due_date = "2031-01-31T09:00", recursion_pattern = "monthly" });
        await Complete(me, first.Id());
        var february = await Only(me);
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{february.Id()}", new { due_date = "2031-02-28T10:00" }).Is(HttpStatusCode.OK);
        await me.Client.PutAsJsonAsync($"{me.Tasks}/{february.Id()}", new { title = "Rent", due_date = "2031-02-28T11:00", recursion_pattern = "monthly" }).Is(HttpStatusCode.OK);
        await Complete(me, february.Id());
        Assert.Equal("2031-03-31T11:00", (await Only(me)).Text("due_date"));
    }

    [Fact]
    public async Task A_day_that_is_put_back_is_of_the_old_series_again()
    {
        var me = await Somebody();
        var first = await me.Add(new { title = "Rent", due_date = "2031-01-31T09:00", recursion_pattern = "monthly" });
        await Complete(me, first.Id());
        var path = $"{me.Tasks}/{(await Only(me)).Id()}";
        async Task<string> Next() => (await me.Get(path + "/occurrences")).GetProperty("dates")[0].GetString()!;
        foreach (var query in (string[])["", "?scope=following"])
        {
            await me.Client.PatchAsJsonAsync(path + query, new { due_date = "2031-03-05T09:00" }).Is(HttpStatusCode.OK);
            Assert.Equal("2031-04-05T09:00", await Next());
            await me.Client.PatchAsJsonAsync(path + "?scope=this", new { due_date = "2031-03-06T10:00" }).Is(HttpStatusCode.OK);
            Assert.Equal("2031-04-05T09:00", await Next());
            await me.Client.PatchAsJsonAsync(path + query, new { due_date = (string?)null }).Is(HttpStatusCode.OK);
            await me.Client.PatchAsJsonAsync(path + query, new { due_date = "2031-02-28T09:00" }).Is(HttpStatusCode.OK);
            Assert.Equal("2031-03-31T09:00", await Next());
        }
        await me.Client.PatchAsJsonAsync(path, new { due_date = "2031-03-05", completed = true }).Is(HttpStatusCode.OK);
        Assert.Equal("2031-04-05", (await Only(me)).Text("due_date"));
    }

    [Fact]
    public async Task A_series_ends_at_once_or_where_its_rule_does()
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "Water", due_date = In(1), recursion_pattern = "daily" });
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{task.Id()}", new { recursion_pattern = (string?)null }).Is(HttpStatusCode.OK);
        await Complete(me, task.Id());
        Assert.Empty(await Open(me));

        await me.Add(new { title = "Take the pill", due_date = In(1), recursion_pattern = "FREQ=DAILY;COUNT=3" });
        var dates = new List<string?>();
        while ((await Open(me)).FirstOrDefault() is { ValueKind: JsonValueKind.Object } open)
        {
            dates.Add(open.Text("due_date"));
            await Complete(me, open.Id());
        }
        Assert.Equal([In(1), In(2), In(3)], dates);
    }

    [Theory]
    [InlineData("?scope=all", """{"title":"a"}"""), InlineData("?scope=", """{"title":"a"}"""), InlineData("?scope=this", """{"recursion_pattern":"daily"}"""), InlineData("?scope=this", """{"catch_up":true}""")]
    public async Task A_scope_that_makes_no_sense_is_explained(string query, string body)
    {
        var me = await Somebody();
        var id = (await me.Add(new { title = "Water", recursion_pattern = "daily" })).Id();
        await me.Client.SendJson("PATCH", $"{me.Tasks}/{id}{query}", body).IsProblem(422, "scope");
        await me.Client.SendJson("POST", $"{me.Tasks}/bulk{query}", $$"""{"action":"change","ids":[{{id}}],"changes":{{body}}}""").IsProblem(422, "scope");
    }

    [Fact]
    public async Task What_comes_is_told_for_a_task_and_for_words_that_are_being_typed()
    {
        var me = await Somebody();
        var task = await me.Add(new { title = "Water", due_date = In(1) + "T09:00", recursion_pattern = "every 2 days" });
        var told = await me.Get($"{me.Tasks}/{task.Id()}/occurrences");
        Assert.Equal(("every 2 days", "FREQ=DAILY;INTERVAL=2", "every 2 days", false), (told.Text("recursion_pattern"), told.Text("rule"), told.Text("sentence"), told.GetProperty("after_done").GetBoolean()));
        Assert.Equal(Enumerable.Range(1, 5).Select(number => In(1 + 2 * number) + "T09:00"), told.GetProperty("dates").EnumerateArray().Select(date => date.GetString()));

        using var german = await me.Client.Send("GET", $"{me.Tasks}/occurrences?recursion_pattern=last%20friday%20of%20the%20month&due_date=2030-01-01", null, ("Accept-Language", "fr, de-CH;q=0.9, en;q=0.5"));
        var preview = await german.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("FREQ=MONTHLY;BYDAY=-1FR", "jeden Monat am letzten Freitag"), (preview.Text("rule"), preview.Text("sentence")));
        Assert.Equal(["2030-01-25", "2030-02-22", "2030-03-29", "2030-04-26", "2030-05-31"], preview.GetProperty("dates").EnumerateArray().Select(date => date.GetString()));
        Assert.Equal(In(0), (await me.Get(me.Tasks + "/occurrences?recursion_pattern=weekly")).GetProperty("dates")[0].GetString());

        var plain = await me.Add(new { title = "Once" });
        await me.Client.GetAsync($"{me.Tasks}/{plain.Id()}/occurrences").IsProblem(404);
        foreach (var (query, field) in ((string, string)[])[("", "recursion_pattern"), ("?recursion_pattern=", "recursion_pattern"), ("?recursion_pattern=sometimes", "recursion_pattern"),
            ("?recursion_pattern=" + new string('x', 101), "recursion_pattern"), ("?recursion_pattern=daily&due_date=x", "due_date"), ("?recursion_pattern=daily&colour=red", "colour")])
            await me.Client.GetAsync($"{me.Tasks}/occurrences{query}").IsProblem(422, field);
    }

    [Fact]
    public async Task A_date_that_never_comes_is_looked_for_no_longer_than_a_moment()
    {
        var me = await Somebody();
        var started = DateTime.UtcNow;
        foreach (var rule in (string[])["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "FREQ=WEEKLY;INTERVAL=1000;BYMONTH=2", "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=1000"])
            foreach (var due in (string[])["0001-01-02", "9999-12-31"])
                await me.Client.GetAsync($"{me.Tasks}/occurrences?recursion_pattern={rule}&due_date={due}").Is(HttpStatusCode.OK);
        Assert.InRange(DateTime.UtcNow - started, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
