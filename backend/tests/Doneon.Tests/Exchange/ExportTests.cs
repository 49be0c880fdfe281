using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Exchange;

/// <summary>What goes out and comes back is the same, row by row.</summary>
public class ExportTests
{
    [Theory]
    [InlineData("json"), InlineData("csv")]
    public async Task Exported_deleted_and_imported_nothing_is_lost(string format)
    {
        var host = await TestHost.Shared;
        var me = await Furnished(host);
        var (file, before) = (await me.Export(format), await host.Rows(me));
        await me.Client.SendJson("DELETE", "/api/auth/me", $$"""{"password":"{{Person.Password}}"}""").Is(HttpStatusCode.NoContent);
        Assert.Equal("", await host.Rows(me));

        var again = await host.NewPerson();
        var report = await again.Brought(file);
        Assert.Equal((17, 17, 0, 0), report.Counts());
        Assert.Empty(report.GetProperty("left_out").EnumerateArray());
        Assert.Equal(before, await host.Rows(again));

        Assert.Equal((17, 0, 17, 0), (await again.Brought(file)).Counts());
        Assert.Equal(before, await host.Rows(again));
        Assert.Equal(17, await host.Scalar<long>($"select task_count from \"user\" where id = {again.Id}"));
    }

    /// <summary>Somebody with everything that there can be.</summary>
    static async Task<Person> Furnished(TestHost host)
    {
        var me = await host.NewPerson();
        await me.Client.SendJson("PATCH", "/api/auth/me", """{"time_zone":"Europe/Berlin"}""").Is(HttpStatusCode.OK);
        await me.Add(new { title = "Milk \"fresh\" 🥛, \\ ; | <b>", description = "two\nlines\r\nand a tab\t.", due_date = "2026-12-24T18:00", priority = "High", tags = "a,b c,Ä", completed = true });
        foreach (var title in (string[])["=1+1", "'=1+1", "'quoted'", "-minus", "@at", "+plus", "''", "C:\\dir"]) await me.Add(new { title, description = title });
        var series = await me.Add(new { title = "Water", due_date = "2026-06-01T09:30:15", recursion_pattern = "every 2 weeks on Monday", catch_up = true });
        await me.Client.PatchAsync($"{me.Tasks}/{series.Id()}/complete", null).Is(HttpStatusCode.OK);
        var next = await me.Task("Water", completed: false);
        await me.Client.SendJson("PATCH", $"{me.Tasks}/{next.Id()}?scope=this", """{"title":"Water twice","due_date":"2026-07-01","tags":"x","description":"once","priority":"Low"}""").Is(HttpStatusCode.OK);
        var gone = await me.Add(new { title = "Thrown away", due_date = "2026-01-01" });
        await me.Client.DeleteAsync($"{me.Tasks}/{gone.Id()}").Is(HttpStatusCode.NoContent);
        // As an adopted database has them.
        await host.Execute($"""
            insert into task (user_id, title, description, due_date, tags, recursion_pattern, priority, created_at, updated_at) values
                ({me.Id}, ' with spaces ', repeat('long ', 5000), 'next week', ' a ,, B,a', 'now and then', 'Low', '2020-01-01 00:00:00.123456Z', '2021-01-01Z'),
                ({me.Id}, E'a\x07bell', E'a\x1b[31mred', '2026-3-1', null, null, 'High', '2020-01-01 00:00:00Z', '2020-01-01Z'),
                ({me.Id}, 'old', 'kept', '2026-03-01', 'a,b', 'weekly', 'Medium', '1999-12-31 23:59:59.999999Z', '2030-01-01Z'),
                ({me.Id}, repeat('🍎', 200), null, null, null, null, 'Medium', now(), now()),
                ({me.Id}, E'tab\tand\nline', null, null, 'A,a', null, 'Medium', now(), now())
            """);
        return me;
    }

    [Fact]
    public async Task The_file_says_whose_it_is_when_it_was_made_and_how_many_there_are()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await me.Add(new { title = "One" });
        using var answer = await me.Client.GetAsync($"/api/{me.Id}/export");
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal($"attachment; filename=\"doneon-{me.Name}-{DateTime.UtcNow:yyyy-MM-dd}.json\"", answer.Header("Content-Disposition"));
        var file = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["doneon", "exported_at", "user", "tasks", "count"], file.Names());
        Assert.Equal(["username", "email", "time_zone", "created_at"], file.GetProperty("user").Names());
        Assert.Equal((1, 1), (file.GetProperty("doneon").GetInt32(), file.GetProperty("count").GetInt32()));
        Assert.Equal(["uid", "title", "priority", "completed", "created_at", "updated_at"], file.GetProperty("tasks")[0].Names());
        Assert.DoesNotContain("hash", file.GetRawText());
    }

    [Theory]
    [InlineData("json", "\"count\":1203}\n"), InlineData("csv", "\r\n"), InlineData("ics", "END:VCALENDAR\r\n"), InlineData("markdown", "\n")]
    public async Task Many_pages_are_one_file_in_which_each_task_is_once(string format, string end)
    {
        var host = await TestHost.Shared;
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        await other.Add(new { title = "somebody else's" });
        await host.Execute($"insert into task (user_id, title, completed) select {me.Id}, 'task ' || n || '.', n % 3 = 0 from generate_series(1, 1203) n");
        var file = await me.Export(format);
        Assert.EndsWith(end, file);
        for (var n = 1; n <= 1203; n++) Assert.Equal(2, file.Split($"task {n}.").Length);
        Assert.DoesNotContain("somebody", file);
    }

    [Theory]
    [InlineData("json"), InlineData("csv"), InlineData("ics"), InlineData("markdown")]
    public async Task An_empty_account_is_a_file_too(string format)
    {
        var me = await (await TestHost.Shared).NewPerson();
        var file = await me.Export(format);
        Assert.NotEqual("", file);
        if (format is "json" or "csv") Assert.Equal((0, 0, 0, 0), (await me.Brought(file)).Counts());
    }

    [Theory]
    [InlineData("?format=xml", "format"), InlineData("?format=JSON", "format"), InlineData("?format=json&format=csv", "format"), InlineData("?fromat=csv", "fromat")]
    public async Task A_wrong_wish_is_named(string query, string field)
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Client.GetAsync($"/api/{me.Id}/export{query}").IsProblem(422, field);
    }

    [Fact]
    public async Task A_task_written_while_the_file_is_read_is_there_once()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await host.Execute($"insert into task (user_id, title, description) select {me.Id}, 'task ' || n || '.', repeat('x', 9000) from generate_series(1, 1500) n");
        using var answer = await me.Client.GetAsync($"/api/{me.Id}/export", HttpCompletionOption.ResponseHeadersRead);
        // A page has been sent, and the line holds the rest up.
        var last = (await me.Get(me.Tasks + "?limit=1&sort=newest"))[0].Id();
        await me.Client.PatchAsJsonAsync($"{me.Tasks}/{last}", new { description = "changed meanwhile" }).Is(HttpStatusCode.OK);
        await me.Client.DeleteAsync($"{me.Tasks}/{last - 1}").Is(HttpStatusCode.NoContent);
        await me.Add(new { title = "new meanwhile" });
        var file = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        var tasks = file.GetProperty("tasks").EnumerateArray().ToList();
        Assert.Equal(1500, tasks.Select(task => task.Text("uid")).Distinct().Count());
        Assert.Equal((1500, 1500), (tasks.Count, file.GetProperty("count").GetInt32()));
        Assert.DoesNotContain(tasks, task => task.Text("title") == "new meanwhile");
    }

    [Fact]
    public async Task One_that_cannot_be_read_to_its_end_breaks_off()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await host.Execute($"insert into task (user_id, title, description) select {me.Id}, 'task ' || n, repeat('x', 9000) from generate_series(1, 3000) n");
        using var answer = await me.Client.GetAsync($"/api/{me.Id}/export", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await host.Execute($"update session set revoked = true where user_id = {me.Id}");
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task One_account_has_one_export_under_way()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await host.Execute($"insert into task (user_id, title, description) select {me.Id}, 'task ' || n, repeat('x', 9000) from generate_series(1, 3000) n");
        using (var slow = await me.Client.GetAsync($"/api/{me.Id}/export", HttpCompletionOption.ResponseHeadersRead))
        {
            await me.Client.GetAsync($"/api/{me.Id}/export").IsProblem(429);
            // All else goes on.
            await me.Add(new { title = "meanwhile" });
        }
        await Soon.Is(async () => (await me.Client.GetAsync($"/api/{me.Id}/export", HttpCompletionOption.ResponseHeadersRead)).IsSuccessStatusCode, "the next export");
    }
}

file static class Finding
{
    public static async Task<JsonElement> Task(this Person person, string title, bool completed) =>
        (await person.Get($"{person.Tasks}?completed={(completed ? "true" : "false")}&limit=500")).EnumerateArray().Single(task => task.Text("title") == title);
}
