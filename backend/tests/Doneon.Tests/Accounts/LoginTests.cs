using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Accounts;

public class LoginTests
{
    [Fact]
    public async Task Either_name_in_any_case_and_in_either_field_logs_in()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        using var client = host.Client();
        var (name, email, password) = (me.Name, $"{me.Name}@example.org", Person.Password);
        foreach (var login in (object[])[new { username = name, password }, new { email, password }, new { username = email.ToUpperInvariant(), password }, new { email = name.ToUpperInvariant(), password },
            new { username = $" {name} ", password }, new { username = name, email = "", password }, new { username = name, email = (string?)null, password }])
        {
            var answer = await client.PostAsJsonAsync("/api/auth/login", login).Json();
            Assert.Equal(["access_token", "token_type", "expires_at", "user"], answer.Names());
            Assert.Equal(me.Id, answer.GetProperty("user").Id());
            using var mine = host.Client(answer.Text("access_token"));
            await mine.GetAsync(me.Tasks).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Nobody_learns_which_half_was_wrong()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        using var client = host.Client();
        var answers = new List<JsonElement>();
        foreach (var login in (object[])[new { username = me.Name, password = "wrong password" }, new { username = "nobodyatall", password = Person.Password }, new { email = "nobody@example.org", password = "x" },
            new { username = me.Name, password = Person.Password.ToUpperInvariant() }, new { username = me.Name, password = new string('x', 1000) }, new { username = "a' or '1'='1", password = "a\0b" }])
            answers.Add(await client.PostAsJsonAsync("/api/auth/login", login).IsProblem(401));
        Assert.Single(answers.Select(answer => (answer.Text("title"), answer.Text("detail"))).Distinct());
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        using var client = (await TestHost.Shared).Client();
        await client.PostAsync("/api/auth/login", null).IsProblem(422, "username", "password");
        await client.SendJson("POST", "/api/auth/login", """{"username":"","email":" ","password":""}""").IsProblem(422, "username", "password");
        await client.SendJson("POST", "/api/auth/login", """{"username":"a\u0000b","password":5,"remember":true}""").IsProblem(422, "username", "password", "remember");
        await client.SendJson("POST", "/api/auth/login", $$"""{"username":"{{new string('x', 256)}}","password":"x"}""").IsProblem(422, "username");
    }

    [Fact]
    public async Task Wrong_guesses_are_slowed_down_for_one_name_whether_or_not_it_exists()
    {
        await using var host = await TestHost.Start(new() { ["FAILED_LOGINS_PER_ACCOUNT"] = "3" });
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        using var client = host.Client();
        foreach (var name in (string[])[me.Name, "nobodyatall"])
        {
            for (var i = 0; i < 3; i++) await client.PostAsJsonAsync("/api/auth/login", new { username = i == 1 ? name.ToUpperInvariant() : name, password = "wrong" }).IsProblem(401);
            await client.PostAsJsonAsync("/api/auth/login", new { username = name, password = Person.Password }).IsProblem(429);
        }
        await client.PostAsJsonAsync("/api/auth/login", new { username = other.Name, password = Person.Password }).Is(HttpStatusCode.OK);
        // Who is logged in stays so, but cannot guess the password elsewhere.
        await me.Client.GetAsync(me.Tasks).Is(HttpStatusCode.OK);
        await me.Client.SendJson("DELETE", "/api/auth/me", """{"password":"wrong"}""").IsProblem(429);
        for (var i = 0; i < 3; i++) await other.Client.PostAsJsonAsync("/api/auth/password", new { current_password = "wrong", new_password = "something else" }).IsProblem(422, "current_password");
        await other.Client.PostAsJsonAsync("/api/auth/password", new { current_password = Person.Password, new_password = "something else" }).IsProblem(429);
    }

    [Fact]
    public async Task Wrong_guesses_are_slowed_down_for_one_address_over_all_names()
    {
        await using var host = await TestHost.Start(new() { ["FAILED_LOGINS_PER_ADDRESS"] = "3" });
        using var client = host.Client();
        for (var i = 0; i < 3; i++) await client.PostAsJsonAsync("/api/auth/login", new { username = $"guess{i}", password = "wrong" }).IsProblem(401);
        await client.PostAsJsonAsync("/api/auth/login", new { username = "guess9", password = "wrong" }).IsProblem(429);
    }
}
