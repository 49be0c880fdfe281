using System.Net;
using System.Text.Json;

namespace Doneon.Tests.Http;

/// <summary>A request with a name is done once, however often it arrives.</summary>
public class IdempotencyTests
{
    static (string, string) Key(string name) => ("Idempotency-Key", name);

    static bool IsReplayed(HttpResponseMessage answer) => answer.Header("Idempotency-Replayed") == "true";

    /// <summary>Sends the same request twice, and demands the same answer, the second one marked.</summary>
    static async Task<string> Twice(HttpClient client, string method, string path, string? json, HttpStatusCode status)
    {
        var key = Guid.NewGuid().ToString();
        Task<HttpResponseMessage> Send() => json is null ? client.Send(method, path, null, Key(key)) : client.SendJson(method, path, json, Key(key));
        using var first = await Send();
        using var second = await Send();
        Assert.Equal((status, false), (first.StatusCode, IsReplayed(first)));
        Assert.Equal((status, true), (second.StatusCode, IsReplayed(second)));
        foreach (var header in (string[])["ETag", "Location"]) Assert.Equal(first.Header(header), second.Header(header));
        second.HasSecurityHeaders();
        var body = await second.Content.ReadAsStringAsync();
        if ((int)status < 300) Assert.Equal(await first.Content.ReadAsStringAsync(), body);
        return body;
    }

    [Fact]
    public async Task A_task_is_made_once_and_told_to_the_letter_again()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await Twice(me.Client, "POST", me.Tasks, """{"title":"Milk \"fresh\" 🥛","description":"two\nlines","due_date":"2026-12-24T18:00","tags":"a,b","priority":"High"}""", HttpStatusCode.Created);
        Assert.Single((await me.Get(me.Tasks)).EnumerateArray());
    }

    [Fact]
    public async Task Every_write_to_tasks_is_done_once()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var id = (await me.Add(new { title = "One" })).Id();
        var path = $"{me.Tasks}/{id}";
        await Twice(me.Client, "PATCH", path + "/complete", null, HttpStatusCode.OK);
        Assert.True((await me.Get(path)).GetProperty("completed").GetBoolean());
        await Twice(me.Client, "PATCH", path, """{"title":"Two"}""", HttpStatusCode.OK);
        await Twice(me.Client, "PUT", path, """{"title":"Three"}""", HttpStatusCode.OK);
        var bulk = await Twice(me.Client, "POST", me.Tasks + "/bulk", $$"""{"action":"complete","ids":[{{id}},999999999]}""", HttpStatusCode.OK);
        Assert.Equal(999999999, JsonSerializer.Deserialize<JsonElement>(bulk).GetProperty("missing")[0].GetInt64());
        await Twice(me.Client, "DELETE", path, null, HttpStatusCode.NoContent);
        await Twice(me.Client, "POST", path + "/restore", null, HttpStatusCode.OK);
        Assert.Equal("Three", (await me.Get(path)).Text("title"));
    }

    [Fact]
    public async Task A_repetition_changes_nothing_that_was_changed_since()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var path = $"{me.Tasks}/{(await me.Add(new { title = "One" })).Id()}";
        await me.Client.SendJson("PATCH", path, """{"title":"Two"}""", Key("mine")).Is(HttpStatusCode.OK);
        await me.Client.SendJson("PATCH", path, """{"title":"Three"}""").Is(HttpStatusCode.OK);
        var again = await me.Client.SendJson("PATCH", path, """{"title":"Two"}""", Key("mine")).Json();
        Assert.Equal("Two", again.Text("title"));
        Assert.Equal("Three", (await me.Get(path)).Text("title"));
    }

    [Fact]
    public async Task What_was_refused_is_refused_again()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await Twice(me.Client, "PATCH", me.Tasks + "/0/complete", null, HttpStatusCode.NotFound);
        await Twice(me.Client, "POST", me.Tasks + "/0/restore", null, HttpStatusCode.NotFound);
        var path = $"{me.Tasks}/{(await me.Add(new { title = "One" })).Id()}";
        using var stale = await me.Client.SendJson("PATCH", path, """{"title":"Two"}""", ("If-Match", "\"0\""), Key("stale"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        using var still = await me.Client.SendJson("PATCH", path, """{"title":"Two"}""", ("If-Match", "\"0\""), Key("stale"));
        Assert.Equal((HttpStatusCode.PreconditionFailed, true), (still.StatusCode, IsReplayed(still)));
    }

    [Fact]
    public async Task Many_at_once_under_one_key_are_one()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => me.Client.SendJson("POST", me.Tasks, """{"title":"Once"}""", Key("race"))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(1, answers.Count(answer => !IsReplayed(answer)));
        Assert.Single(answers.Select(answer => answer.Header("Location")).Distinct());
        var task = Assert.Single((await me.Get(me.Tasks)).EnumerateArray());

        var toggles = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => me.Client.Send("PATCH", $"{me.Tasks}/{task.Id()}/complete", null, Key("toggle"))));
        Assert.All(toggles, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.True((await me.Get($"{me.Tasks}/{task.Id()}")).GetProperty("completed").GetBoolean());
    }

    [Fact]
    public async Task A_key_means_one_request()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var id = (await me.Add(new { title = "One" })).Id();
        await me.Client.SendJson("PATCH", $"{me.Tasks}/{id}", """{"title":"Two"}""", Key("k")).Is(HttpStatusCode.OK);
        foreach (var (method, path, json, match) in new[]
        {
            ("PATCH", $"{me.Tasks}/{id}", """{"title":"Three"}""", "*"), ("PUT", $"{me.Tasks}/{id}", """{"title":"Two"}""", ""),
            ("PATCH", $"{me.Tasks}/{id}?x=1", """{"title":"Two"}""", ""), ("POST", me.Tasks, """{"title":"Two"}""", ""),
            ("DELETE", $"{me.Tasks}/{id}", "", ""),
        })
        {
            (string, string)[] headers = match == "" ? [Key("k")] : [Key("k"), ("If-Match", match)];
            await (json == "" ? me.Client.Send(method, path, null, headers) : me.Client.SendJson(method, path, json, headers)).IsProblem(422, "Idempotency-Key");
        }
        Assert.Equal("Two", (await me.Get($"{me.Tasks}/{id}")).Text("title"));
        Assert.Single((await me.Get(me.Tasks)).EnumerateArray());
    }

    [Fact]
    public async Task A_key_belongs_to_its_account()
    {
        var host = await TestHost.Shared;
        foreach (var person in new[] { await host.NewPerson(), await host.NewPerson() })
        {
            using var answer = await person.Client.SendJson("POST", person.Tasks, """{"title":"Mine"}""", Key("shared"));
            Assert.Equal((HttpStatusCode.Created, false), (answer.StatusCode, IsReplayed(answer)));
            Assert.Single((await person.Get(person.Tasks)).EnumerateArray());
        }
    }

    [Fact]
    public async Task A_key_has_up_to_128_characters_and_reads_do_not_mind_any()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Client.SendJson("POST", me.Tasks, """{"title":"Long"}""", Key(new string('k', 128))).Is(HttpStatusCode.Created);
        foreach (var bad in (string[])["", new string('k', 129)]) await me.Client.SendJson("POST", me.Tasks, """{"title":"No"}""", Key(bad)).IsProblem(422, "Idempotency-Key");
        await me.Client.Send("GET", me.Tasks, null, Key(new string('k', 500))).Is(HttpStatusCode.OK);
        Assert.Single((await me.Get(me.Tasks)).EnumerateArray());
    }

    [Fact]
    public async Task What_could_not_be_read_uses_no_key_up()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Client.SendJson("POST", me.Tasks, """{"title":""}""", Key("k")).IsProblem(422, "title");
        await me.Client.SendJson("POST", me.Tasks, """{"title":"Now"}""", Key("k")).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_account_routes_take_keys_too_and_keep_no_trace_of_a_password()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var change = $$"""{"current_password":"{{Person.Password}}","new_password":"another long one"}""";
        await Twice(me.Client, "POST", "/api/auth/password", change, HttpStatusCode.NoContent);
        await me.Client.SendJson("POST", "/api/auth/password", change, Key("p")).IsProblem(422, "current_password");
        // Nothing of the body is kept, and still another password is another request.
        await me.Client.SendJson("POST", "/api/auth/password", """{"current_password":"another long one","new_password":"a third long one"}""", Key("third")).Is(HttpStatusCode.NoContent);
        await me.Client.SendJson("POST", "/api/auth/password", """{"current_password":"another long one","new_password":"a fourth long one"}""", Key("third")).IsProblem(422, "Idempotency-Key");
        await me.Client.SendJson("POST", "/api/auth/password", """{"current_password":"a third long one","new_password":"another long one"}""").Is(HttpStatusCode.NoContent);

        await Twice(me.Client, "DELETE", "/api/auth/sessions", null, HttpStatusCode.NoContent);
        using var loggedIn = host.Client((await host.Client().SendJson("POST", "/api/auth/login", $$"""{"username":"{{me.Name}}","password":"another long one"}""").Json()).Text("access_token")!);
        var sessions = await me.Get("/api/auth/sessions");
        var another = sessions.EnumerateArray().Single(session => !session.GetProperty("current").GetBoolean()).Id();
        await Twice(me.Client, "DELETE", $"/api/auth/sessions/{another}", null, HttpStatusCode.NoContent);
        await Twice(me.Client, "POST", "/api/auth/logout", null, HttpStatusCode.NoContent);
        // The name of an old request opens nothing.
        await me.Client.SendJson("POST", me.Tasks, """{"title":"No"}""", Key("late")).IsProblem(401);
    }

    [Fact]
    public async Task Keys_go_after_two_days_with_the_writes_of_anybody()
    {
        await using var host = await TestHost.Start();
        var (me, neighbour) = (await host.NewPerson(), await host.NewPerson());
        for (var i = 0; i < 25; i++) await me.Client.SendJson("POST", me.Tasks, """{"title":"Old"}""", Key($"old {i}")).Is(HttpStatusCode.Created);
        await host.Execute("update idempotency_key set created_at = now() - interval '49 hours'");
        await neighbour.Client.SendJson("POST", neighbour.Tasks, """{"title":"New"}""", Key("new")).Is(HttpStatusCode.Created);
        Assert.Equal(6, await host.Scalar<long>("select count(*) from idempotency_key"));
        await neighbour.Client.SendJson("POST", neighbour.Tasks, """{"title":"Newer"}""", Key("newer")).Is(HttpStatusCode.Created);
        Assert.Equal(2, await host.Scalar<long>("select count(*) from idempotency_key"));
    }

    [Fact]
    public async Task With_the_account_go_its_keys()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await me.Client.SendJson("POST", me.Tasks, """{"title":"Mine"}""", Key("k")).Is(HttpStatusCode.Created);
        await me.Client.SendJson("DELETE", "/api/auth/me", $$"""{"password":"{{Person.Password}}"}""", Key("k")).IsProblem(422, "Idempotency-Key");
        await me.Client.SendJson("DELETE", "/api/auth/me", $$"""{"password":"{{Person.Password}}"}""", Key("end")).Is(HttpStatusCode.NoContent);
        Assert.Equal(0, await host.Scalar<long>($"select count(*) from idempotency_key where user_id = {me.Id}"));
    }

    [Fact]
    public async Task A_full_account_uses_no_key_up_and_makes_room_once()
    {
        await using var host = await TestHost.Start(new() { ["MAX_TASKS_PER_USER"] = "2" });
        var me = await host.NewPerson();
        var first = (await me.Add(new { title = "One" })).Id();
        await me.Add(new { title = "Two" });
        await me.Client.SendJson("POST", me.Tasks, """{"title":"Three"}""", Key("three")).IsProblem(409);
        await me.Client.DeleteAsync($"{me.Tasks}/{first}").Is(HttpStatusCode.NoContent);
        await me.Client.SendJson("POST", me.Tasks, """{"title":"Three"}""", Key("three")).Is(HttpStatusCode.Created);
        Assert.Equal(2, (await me.Get(me.Tasks)).GetArrayLength());
    }
}
