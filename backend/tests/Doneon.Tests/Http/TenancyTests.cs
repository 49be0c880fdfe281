using System.Net;
using System.Text.Json;
using Doneon.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Doneon.Tests.Http;

/// <summary>Who may do what: each route, asked by everybody.</summary>
public class TenancyTests
{
    /// <summary>
    /// A request that its owner may make, what the owner is told, and what is told when the path names somebody else's task.
    /// {me} is the asker, {task}, {gone} and {session} are the asker's own.
    /// </summary>
    sealed record Row(string Method, string Route, string Path, string? Body, int Owner, int? Foreign = null);

    const string Password = $$"""{"password":"{{Person.Password}}"}""";

    // Those that end sessions or the account come last.
    static readonly Row[] Rows =
    [
        new("GET", "/api/auth/me", "/api/auth/me", null, 200),
        new("PATCH", "/api/auth/me", "/api/auth/me", """{"time_zone":"Europe/Berlin"}""", 200),
        new("GET", "/api/auth/sessions", "/api/auth/sessions", null, 200),
        new("GET", "/api/{user_id}/tasks", "/api/{me}/tasks", null, 200),
        new("POST", "/api/{user_id}/tasks", "/api/{me}/tasks", """{"title":"New"}""", 201),
        new("GET", "/api/{user_id}/tasks/summary", "/api/{me}/tasks/summary", null, 200),
        new("GET", "/api/{user_id}/tasks/occurrences", "/api/{me}/tasks/occurrences?recursion_pattern=daily", null, 200),
        new("GET", "/api/{user_id}/tasks/{id}/occurrences", "/api/{me}/tasks/{task}/occurrences", null, 200, 404),
        new("POST", "/api/{user_id}/tasks/parse", "/api/{me}/tasks/parse", """{"text":"Buy milk today"}""", 200),
        new("POST", "/api/{user_id}/tasks/bulk", "/api/{me}/tasks/bulk", """{"action":"complete","ids":[{task}]}""", 200, 200),
        new("GET", "/api/{user_id}/tasks/{id}", "/api/{me}/tasks/{task}", null, 200, 404),
        new("PUT", "/api/{user_id}/tasks/{id}", "/api/{me}/tasks/{task}", """{"title":"Put"}""", 200, 404),
        new("PATCH", "/api/{user_id}/tasks/{id}", "/api/{me}/tasks/{task}", """{"title":"Patched"}""", 200, 404),
        new("PATCH", "/api/{user_id}/tasks/{id}/complete", "/api/{me}/tasks/{task}/complete", null, 200, 404),
        new("DELETE", "/api/{user_id}/tasks/{id}", "/api/{me}/tasks/{task}", null, 204, 404),
        new("POST", "/api/{user_id}/tasks/{id}/restore", "/api/{me}/tasks/{gone}/restore", null, 200, 404),
        new("GET", "/api/{user_id}/export", "/api/{me}/export", null, 200),
        new("POST", "/api/{user_id}/import", "/api/{me}/import", """{"doneon":1,"tasks":[{"title":"Brought"}]}""", 200),
        new("DELETE", "/api/auth/sessions/{id}", "/api/auth/sessions/{session}", null, 204, 404),
        new("DELETE", "/api/auth/sessions", "/api/auth/sessions", null, 204),
        new("POST", "/api/auth/password", "/api/auth/password", $$"""{"current_password":"{{Person.Password}}","new_password":"{{Person.Password}}"}""", 204),
        new("POST", "/api/auth/logout", "/api/auth/logout", null, 204),
        new("DELETE", "/api/auth/me", "/api/auth/me", Password, 204),
    ];

    static readonly string[] Open =
        ["/openapi/v1.json", "/health", "/health/ready", "/health/db", "/api/auth/register", "/api/auth/login"];

    [Fact]
    public async Task Every_route_has_its_row()
    {
        var routes = OpenApiTests.Routes(await TestHost.Shared).Where(route => !Open.Contains(route.Route));
        Assert.Equal(routes.Order(), Rows.Select(row => (row.Method, row.Route)).Order());
    }

    public static TheoryData<string, string> EveryRoute()
    {
        var data = new TheoryData<string, string>();
        foreach (var row in Rows) data.Add(row.Method, row.Route);
        return data;
    }

    [Theory]
    [MemberData(nameof(EveryRoute))]
    public async Task Everybody_gets_the_exact_answer_and_changes_nothing_unless_it_is_theirs(string method, string route)
    {
        var row = Rows.Single(row => (row.Method, row.Route) == (method, route));
        var host = await TestHost.Shared;
        var (owner, stranger) = (await Somebody.New(host), await Somebody.New(host));
        var hasUser = route.Contains("{user_id}", StringComparison.Ordinal);
        var before = (await State(host, owner.Person), await State(host, stranger.Person));

        foreach (var (token, why) in await DeadTokens(host, owner.Person))
            foreach (var path in (string[])[owner.In(row.Path), stranger.In(row.Path)])
                foreach (var body in (string?[])[row.Body is null ? null : owner.In(row.Body), "{"])
                    await Ask(row, path, body, token, 401, why);

        // The stranger is well logged in: another's path is 403 whatever the body, another's id under the own path is 404.
        if (hasUser)
            foreach (var body in (string?[])[row.Body is null ? null : owner.In(row.Body), "{", """{"unknown":1}"""])
                await Ask(row, owner.In(row.Path), body, stranger.Person.Token, 403, "another user's path");
        if (row.Foreign is { } foreign)
        {
            var (path, body) = (owner.In(row.Path.Replace("{me}", $"{stranger.Person.Id}", StringComparison.Ordinal)), row.Body is null ? null : owner.In(row.Body));
            var answer = await Ask(row, path, body, stranger.Person.Token, foreign, "another user's id");
            if (foreign == 200) Assert.Equal([owner.Task], answer.GetProperty("missing").EnumerateArray().Select(id => id.GetInt64()));
        }
        Assert.Equal(before, (await State(host, owner.Person), await State(host, stranger.Person)));

        await Ask(row, owner.In(row.Path), row.Body is null ? null : owner.In(row.Body), owner.Person.Token, row.Owner, "the owner");
    }

    static async Task<JsonElement> Ask(Row row, string path, string? body, string? token, int status, string why)
    {
        using var client = (await TestHost.Shared).Client(token);
        using var answer = body is null ? await client.Send(row.Method, path) : await client.SendJson(row.Method, path, body);
        Assert.True(status == (int)answer.StatusCode, $"{why}: {row.Method} {path} {body}: expected {status}, was {(int)answer.StatusCode}");
        if (status >= 400) await answer.IsProblem(status);
        return status == 200 ? JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()) : default;
    }

    static async Task<List<(string? Token, string Why)>> DeadTokens(TestHost host, Person owner)
    {
        var tokens = host.Services.GetRequiredService<Tokens>();
        var (revoked, expired) = (await SessionOf(host, owner, revoked: true), await SessionOf(host, owner, ends: "-1 second"));
        var forged = new Tokens(new byte[32], TimeProvider.System).Issue(owner.Id, TimeSpan.FromDays(1)).Text;
        var strange = tokens.Issue(owner.Id, TimeSpan.FromDays(1)).Text;
        return [(null, "no token"), (revoked, "revoked"), (expired, "expired"), (forged, "forged"), (strange, "well signed, without a session"),
            (owner.Token[..^2] + (owner.Token[^2] == 'A' ? 'B' : 'A') + owner.Token[^1], "another signature"), ("", "an empty token")];
    }

    /// <summary>One more session, past the password, which costs time.</summary>
    static async Task<string> SessionOf(TestHost host, Person person, bool revoked = false, string ends = "1 day")
    {
        var token = host.Services.GetRequiredService<Tokens>().Issue(person.Id, TimeSpan.FromDays(1));
        await host.Execute($"""
            insert into session (user_id, token_jti, token, expires_at, revoked)
            values ({person.Id}, '{token.Jti}', '{token.Hash}', now() + interval '{ends}', {revoked})
            """);
        return token.Text;
    }

    /// <summary>All that a person has in the database, but for sessions that this test itself makes and ends.</summary>
    static Task<string> State(TestHost host, Person person) => host.Scalar<string>($"""
        select concat((select row_to_json(u) from "user" u where id = {person.Id}),
            (select json_agg(t order by id) from task t where user_id = {person.Id}),
            (select json_agg((id, revoked) order by id) from session where user_id = {person.Id} and not revoked and expires_at > now()
                and id <= (select min(id) + 1 from session where user_id = {person.Id})))
        """);

    sealed record Somebody(Person Person, long Task, long Gone, long Session)
    {
        public static async Task<Somebody> New(TestHost host)
        {
            var person = await host.NewPerson();
            var (task, gone) = (await person.Add(new { title = "Mine", recursion_pattern = "daily" }), await person.Add(new { title = "Thrown away" }));
            await person.Client.DeleteAsync($"{person.Tasks}/{gone.Id()}").Is(HttpStatusCode.NoContent);
            await SessionOf(host, person);
            var sessions = await person.Get("/api/auth/sessions");
            var other = sessions.EnumerateArray().Single(session => !session.GetProperty("current").GetBoolean());
            return new(person, task.Id(), gone.Id(), other.Id());
        }

        public string In(string text) => text.Replace("{me}", $"{Person.Id}", StringComparison.Ordinal).Replace("{task}", $"{Task}", StringComparison.Ordinal)
            .Replace("{gone}", $"{Gone}", StringComparison.Ordinal).Replace("{session}", $"{Session}", StringComparison.Ordinal);
    }
}
