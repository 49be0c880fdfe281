using System.Net;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Exchange;

public class ImportTests
{
    [Fact]
    public async Task A_dry_run_tells_everything_and_writes_nothing()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var file = Files.Doneon("""{"title":"One","due_date":"2026-03-01"}""", """{"title":"","priority":"urgent"}""", """{"title":"Three","tags":"a, A,b"}""");
        var report = await me.Brought(file, "?dry_run=true");
        Assert.Equal((3, 2, 0, 1), report.Counts());
        Assert.True(report.GetProperty("dry_run").GetBoolean());
        Assert.Equal(["One", "Three"], report.GetProperty("tasks").Texts());
        Assert.Equal("a,b", report.GetProperty("tasks")[1].Text("tags"));
        Assert.Equal([(2, 2, "title"), (2, 2, "priority")],
            report.GetProperty("bad").EnumerateArray().Select(bad => (bad.GetProperty("line").GetInt32(), bad.GetProperty("task").GetInt32(), bad.Text("field"))));
        Assert.Equal("", await host.Rows(me));
        Assert.Equal((0L, 0L), (await host.Scalar<long>($"select changes from \"user\" where id = {me.Id}"), await host.Scalar<long>($"select task_count from \"user\" where id = {me.Id}")));
    }

    [Fact]
    public async Task A_bad_line_is_named_and_the_rest_goes_in_only_if_asked_so()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var file = Files.Doneon("""{"title":"One"}""", """{"title":"Two","due_date":"tomorrow"}""", """{"titel":"Three"}""", """[4]""");
        var problem = await me.Bring(file).IsProblem(422);
        var bad = problem.GetProperty("report").GetProperty("bad").EnumerateArray().Select(bad => $"{bad.GetProperty("line")} {bad.Text("field")}").ToList();
        Assert.Equal(["2 due_date", "3 title", "3 titel", "4 body"], bad);
        Assert.Contains("Line 2: due_date must be a date", problem.Text("detail"));
        Assert.Equal("", await host.Rows(me));
        Assert.Equal((4, 1, 0, 3), (await me.Brought(file, "?skip_bad=true")).Counts());
        Assert.Equal(["One"], (await me.Get(me.Tasks)).Texts());
    }

    [Fact]
    public async Task Thousands_of_mistakes_are_counted_and_a_hundred_told()
    {
        var me = await (await TestHost.Shared).NewPerson();
        using var answer = await me.Bring(Files.Doneon([.. Enumerable.Range(0, 5000).Select(n => $$"""{"title":"","x{{n}}":1}""")]));
        var problem = await answer.IsProblem(422);
        Assert.Equal((5000, 100), (problem.GetProperty("report").GetProperty("bad_count").GetInt32(), problem.GetProperty("report").GetProperty("bad").GetArrayLength()));
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1000, 30_000);
    }

    [Theory]
    [InlineData("""{"title":"a","uid":"x"}""", "uid")]
    [InlineData("""{"title":"a","follows":1}""", "follows")]
    [InlineData("""{"title":"a","created_at":"yesterday"}""", "created_at")]
    [InlineData("""{"title":"a","created_at":"0001-01-01T00:00:00Z"}""", "created_at")]
    [InlineData("""{"title":"a","created_at":"\ud800"}""", "created_at")]
    [InlineData("""{"title":"a","updated_at":"2026-03-01T08:00:00\udc00"}""", "updated_at")]
    [InlineData("""{"title":"a","deleted_at":5}""", "deleted_at")]
    [InlineData("""{"title":"a","series_start":"2026-02-30"}""", "series_start")]
    [InlineData("""{"title":"a","series_start":"-0001-03-01"}""", "series_start")]
    [InlineData("""{"title":"a","occurrence":"0000-03-01"}""", "occurrence")]
    [InlineData("""{"title":"a","occurrence":"10000-03-01"}""", "occurrence")]
    [InlineData("""{"title":"a","following":{"priority":"urgent"}}""", "following")]
    [InlineData("""{"title":"a","following":{"priority":null}}""", "following")]
    [InlineData("""{"title":"a","following":{"title":""}}""", "following")]
    [InlineData("""{"title":"a","following":{"id":1}}""", "following")]
    [InlineData("""{"title":"a","following":[]}""", "following")]
    [InlineData("""{"title":"a","following":{"tags":"\u0000"}}""", "following")]
    [InlineData("""{"title":"a\u0000b"}""", "title")]
    [InlineData("""{"title":"a\ud800b"}""", "title")]
    [InlineData("""{"title":"a\u0000b","adopted":true}""", "title")]
    [InlineData("""{"title":"a","description":"\u0000","adopted":true}""", "description")]
    [InlineData("""{"title":"a","adopted":1}""", "adopted")]
    [InlineData("""{"title":"a","id":5}""", "id")]
    [InlineData("""{"title":"a","user_id":5}""", "user_id")]
    [InlineData("""{"title":"a","title":"b"}""", "title")]
    [InlineData("""{"title":"a","tags":"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21"}""", "tags")]
    [InlineData("""{"title":"a","recursion_pattern":"now and then"}""", "recursion_pattern")]
    [InlineData("""{"title":"a","recursion_pattern":"FREQ=SECONDLY"}""", "recursion_pattern")]
    [InlineData("""{"title":"a","completed":"yes"}""", "completed")]
    public async Task What_the_API_refuses_is_refused(string task, string field)
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var bad = (await me.Bring(Files.Doneon(task)).IsProblem(422)).GetProperty("report").GetProperty("bad");
        Assert.Contains(field, bad.Texts("field"));
        Assert.Equal("", await host.Rows(me));
    }

    [Fact]
    public async Task Two_tasks_of_one_name_or_that_follow_the_same_are_named()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var (uid, other) = (Guid.NewGuid(), Guid.NewGuid());
        var file = Files.Doneon($$"""{"uid":"{{uid}}","title":"a"}""", $$"""{"uid":"{{uid}}","title":"b"}""", $$"""{"title":"c","follows":"{{other}}"}""", $$"""{"title":"d","follows":"{{other}}"}""");
        var bad = (await me.Bring(file).IsProblem(422)).GetProperty("report").GetProperty("bad");
        Assert.Equal(["is that of the task in line 1, too.", "is the task that the one in line 3 follows."], bad.Texts("error"));
    }

    [Fact]
    public async Task One_that_would_be_a_second_follower_comes_without_what_it_follows()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var followed = Guid.NewGuid();
        foreach (var title in (string[])["a", "b"])
            Assert.Equal((1, 1, 0, 0), (await me.Brought(Files.Doneon($$"""{"title":"{{title}}","follows":"{{followed}}"}"""))).Counts());
        Assert.Equal(1, await host.Scalar<long>($"select count(*) from task where user_id = {me.Id} and follows = '{followed}'"));
    }

    [Fact]
    public async Task The_name_of_anothers_task_is_nobody_elses_business()
    {
        var host = await TestHost.Shared;
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        await other.Add(new { title = "Theirs" });
        var (file, before) = (await other.Export(), await host.Rows(other));
        await me.Client.PostAsync($"/api/{other.Id}/import", Checks.Body("{}"u8.ToArray())).IsProblem(403);
        await me.Client.GetAsync($"/api/{other.Id}/export").IsProblem(403);
        Assert.Equal((1, 1, 0, 0), (await me.Brought(file.Replace("Theirs", "Mine"))).Counts());
        Assert.Equal(before, await host.Rows(other));
        Assert.Equal(["Mine"], (await me.Get(me.Tasks)).Texts());
    }

    [Fact]
    public async Task What_was_too_long_in_the_trash_is_left_out_and_told()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var report = await me.Brought(Files.Doneon($$"""{"title":"old","deleted_at":"{{DateTime.UtcNow.AddDays(-31):O}}"}""", $$"""{"title":"new","deleted_at":"{{DateTime.UtcNow.AddDays(-2):O}}"}""",
            """{"title":"from the future","deleted_at":"2999-01-01T00:00:00Z"}"""));
        Assert.Equal((3, 2, 0, 0), report.Counts());
        Assert.Equal("tasks whose 30 days in the trash are over", report.GetProperty("left_out")[0].Text("what"));
        var trash = await me.Get(me.Tasks + "?deleted=true");
        Assert.Equal(["from the future", "new"], trash.Texts());
        Assert.True(trash[0].GetProperty("deleted_at").GetDateTime() <= DateTime.UtcNow.AddSeconds(5));
    }

    [Fact]
    public async Task A_time_with_its_offset_becomes_that_of_the_account()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Client.SendJson("PATCH", "/api/auth/me", """{"time_zone":"Asia/Tokyo"}""").Is(HttpStatusCode.OK);
        await me.Brought(Files.Doneon("""{"title":"Call","due_date":"2026-03-01T09:00:00Z"}"""));
        Assert.Equal("2026-03-01T18:00", (await me.Task("Call")).Text("due_date"));
    }

    [Fact]
    public async Task A_full_account_takes_all_or_nothing()
    {
        await using var host = await TestHost.Start(new() { ["MAX_TASKS_PER_USER"] = "10" });
        var me = await host.NewPerson();
        string[] tasks = [.. Enumerable.Range(1, 11).Select(n => $$"""{"title":"task {{n}}"}""")];
        await me.Bring(Files.Doneon(tasks)).IsProblem(409);
        Assert.Equal("", await host.Rows(me));
        Assert.Equal((10, 10, 0, 0), (await me.Brought(Files.Doneon(tasks[..10]))).Counts());
        // They need no more room.
        Assert.Equal((10, 0, 10, 0), (await me.Brought(Files.Doneon(tasks[..10]))).Counts());
        await me.Bring(Files.Doneon(tasks)).IsProblem(409);
        Assert.Equal(10, await host.Scalar<long>($"select task_count from \"user\" where id = {me.Id}"));
    }

    [Fact]
    public async Task Under_a_key_it_is_done_once_and_told_the_same_again()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var file = Files.Doneon([.. Enumerable.Range(1, 4500).Select(n => $$"""{"title":"task {{n}}"}""")]);
        var key = ("Idempotency-Key", "this file");
        using var first = await me.Bring(file, "", key);
        using var second = await me.Bring(file, "", key);
        Assert.Equal(("", "true"), (first.Header("Idempotency-Replayed"), second.Header("Idempotency-Replayed")));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal((4500, 4500, 0, 0), JsonSerializer.Deserialize<JsonElement>(await second.Content.ReadAsStringAsync()).Counts());
        await me.Bring(Files.Doneon("""{"title":"another"}"""), "", key).IsProblem(422, "Idempotency-Key");
        Assert.Equal(4500, await host.Scalar<long>($"select count(*) from task where user_id = {me.Id}"));
        await me.Bring(file, "", ("Idempotency-Key", new string('k', 200))).IsProblem(422, "Idempotency-Key");
    }

    [Fact]
    public async Task The_same_file_at_the_same_moment_is_one()
    {
        await using var host = await TestHost.Start();
        await using var other = await TestHost.Start(server: host.Server, database: host.Database);
        var me = await host.NewPerson();
        using var there = other.Client(me.Token);
        var file = Files.Doneon([.. Enumerable.Range(1, 3000).Select(n => $$"""{"title":"task {{n}}"}""")]);
        var reports = await Task.WhenAll(me.Brought(file), (me with { Client = there }).Brought(file));
        Assert.Equal(3000, reports.Sum(report => report.Counts().Added));
        Assert.Equal(3000, await host.Scalar<long>($"select count(*) from task where user_id = {me.Id}"));
        Assert.Equal(3000, await host.Scalar<long>($"select task_count from \"user\" where id = {me.Id}"));
    }

    [Theory]
    [InlineData("?format=xml", "format"), InlineData("?dry_run=1", "dry_run"), InlineData("?skip_bad=", "skip_bad"), InlineData("?force=true", "force")]
    public async Task A_wrong_wish_is_named(string query, string field)
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Bring(Files.Doneon(), query).IsProblem(422, field);
    }

    public static TheoryData<string, byte[]> Strange()
    {
        var (open, close) = (new string('[', 100_000), new string(']', 100_000));
        return new()
        {
            { "nothing", [] }, { "spaces", "  \n "u8.ToArray() }, { "half", "{\"doneon\":1,\"tasks\":[{"u8.ToArray() }, { "no list", "{\"doneon\":1,\"tasks\":{}}"u8.ToArray() },
            { "another version", "{\"doneon\":2,\"tasks\":[]}"u8.ToArray() }, { "a version in words", "{\"doneon\":\"1\",\"tasks\":[]}"u8.ToArray() }, { "deep", System.Text.Encoding.ASCII.GetBytes(open + close) },
            { "deep within", System.Text.Encoding.ASCII.GetBytes($$"""{"doneon":1,"tasks":[{"title":{{open}}{{close}}}]}""") }, { "deep and open", System.Text.Encoding.ASCII.GetBytes(open) },
            { "a number", "5"u8.ToArray() }, { "another object", "{\"tasks\":[]}"u8.ToArray() }, { "a list of lists", "[[1]]"u8.ToArray() }, { "an empty list", "[]"u8.ToArray() },
            { "UTF-16", System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes("title\nMilk")).ToArray() },
            { "Windows-1252", [.. "title\nM"u8, 0xFC, .. "sli"u8] }, { "an open quote", "title\n\"Milk"u8.ToArray() }, { "many columns", System.Text.Encoding.ASCII.GetBytes("title" + new string(',', 1_000_000)) },
            { "many columns later", System.Text.Encoding.ASCII.GetBytes("title\n" + new string(',', 1_000_000)) }, { "a ZIP", "PK\u0003\u0004rest"u8.ToArray() }, { "NUL", "title\nMi\0lk"u8.ToArray() },
            { "a long word", System.Text.Encoding.ASCII.GetBytes("title\n" + new string('x', 5_000_000)) }, { "lone surrogates", "[{\"id\":\"\\ud800\",\"user_id\":1,\"title\":\"\\udc00\",\"completed\":0}]"u8.ToArray() },
            { "a name without Unicode", "{\"doneon\":1,\"\\ud800\":1,\"tasks\":[{\"\\ud800\":1,\"title\":\"a\"}]}"u8.ToArray() }, { "no columns", "\n\n\n"u8.ToArray() }, { "quotes only", "\"\"\"\"\""u8.ToArray() },
            { "a backup of nothing", "{\"data\":{\"task\":{\"entities\":[1]}}}"u8.ToArray() }, { "a backup of numbers", "{\"data\":{\"task\":{\"entities\":{\"a\":1}}}}"u8.ToArray() },
            { "projects of numbers", "[{\"id\":1,\"tasks\":[1,null,\"x\",[]]}]"u8.ToArray() }, { "projects in projects", System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("[{\"id\":1,\"title\":\"a\",\"child_projects\":", 60)) + "[]" + string.Concat(Enumerable.Repeat("}]", 60))) },
        };
    }

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task A_strange_file_is_refused_clearly_and_soon_whatever_it_is_called(string name, byte[] file)
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var started = DateTime.UtcNow;
        foreach (var format in (string?[])[null, "doneon", "csv", "todoist", "vikunja", "super_productivity", "python"])
            foreach (var dryRun in (string[])["true", "false"])
            {
                using var answer = await me.Bring(file, $"?dry_run={dryRun}" + (format is null ? "" : $"&format={format}"));
                if (answer.IsSuccessStatusCode) Assert.Equal(0, (await answer.Content.ReadAsStringAsync()).Contains("\"added\":0", StringComparison.Ordinal) ? 0 : 1);
                else await answer.IsProblem((int)answer.StatusCode is var status && status is 400 or 422 ? status : 422);
            }
        Assert.True(DateTime.UtcNow - started < TimeSpan.FromSeconds(20), name);
        Assert.Equal("", await host.Rows(me));
    }

    [Fact]
    public async Task More_than_64_megabytes_are_413()
    {
        var me = await (await TestHost.Shared).NewPerson();
        // Told before it is sent, or the line would break under it.
        await me.Bring(new byte[(64 << 20) + 1], "", ("Expect", "100-continue")).IsProblem(413);
    }
}
