using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Accounts;

public class RegistrationTests
{
    [Fact]
    public async Task Who_registers_is_logged_in()
    {
        var host = await TestHost.Shared;
        using var client = host.Client();
        var name = NewName();
        using var answer = await client.PostAsJsonAsync("/api/auth/register", new { username = name, email = $"{name}@Example.org", password = Person.Password });
        Assert.Equal((HttpStatusCode.Created, "/api/auth/me"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        answer.HasSecurityHeaders();
        var signedIn = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["access_token", "token_type", "expires_at", "user"], signedIn.Names());
        Assert.Equal("bearer", signedIn.Text("token_type"));
        Assert.InRange(DateTimeOffset.Parse(signedIn.Text("expires_at")!) - DateTimeOffset.UtcNow, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30.1));
        var user = signedIn.GetProperty("user");
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(["id", "username", "email", "time_zone", "created_at", "updated_at"], user.Names());
        Assert.Equal((name, $"{name}@Example.org"), (user.Text("username"), user.Text("email")));

        using var me = host.Client(signedIn.Text("access_token"));
        Assert.Equal(user.GetRawText(), (await me.GetAsync("/api/auth/me").Json()).GetRawText());
    }

    [Fact]
    public async Task A_name_or_address_that_is_taken_is_named_whatever_its_case()
    {
        var host = await TestHost.Shared;
        var taken = await host.NewPerson();
        using var client = host.Client();
        Task<HttpResponseMessage> Register(string username, string email) => client.PostAsJsonAsync("/api/auth/register", new { username, email, password = Person.Password });
        await Register(taken.Name.ToUpperInvariant(), $"{NewName()}@example.org").IsProblem(409, "username");
        await Register(NewName(), $"{taken.Name}@EXAMPLE.org").IsProblem(409, "email");
        await Register(taken.Name, $"{taken.Name}@example.org").IsProblem(409, "email", "username");
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_one_gets_it()
    {
        using var client = (await TestHost.Shared).Client();
        var name = NewName();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            client.PostAsJsonAsync("/api/auth/register", new { username = i % 2 == 0 ? name : name.ToUpperInvariant(), email = $"{name}{i}@example.org", password = Person.Password })));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created)) await answer.IsProblem(409, "username");
    }

    [Theory]
    [InlineData("username", "ab"), InlineData("username", "0123456789012345678901234567890"), InlineData("username", "with space"), InlineData("username", "under_score"), InlineData("username", "über"), InlineData("username", "a\0bc"), InlineData("username", ""),
     InlineData("username", "ann@x.org"), InlineData("username", "ａｂｃ"), InlineData("username", "Kelvin\u212A")]
    [InlineData("email", "x"), InlineData("email", "@x.org"), InlineData("email", "a@"), InlineData("email", "a@b"), InlineData("email", "a@b..c"), InlineData("email", "a@b.c."), InlineData("email", "a b@c.de"), InlineData("email", "a\u202eb@c.de"), InlineData("email", "a@b@c.de"), InlineData("email", "a\n@b.cd"), InlineData("email", "")]
    [InlineData("password", "1234567"), InlineData("password", ""), InlineData("password", "🍎🍎🍎🍎🍎🍎🍎")]
    public async Task What_breaks_a_rule_is_named(string field, string value)
    {
        using var client = (await TestHost.Shared).Client();
        var fields = new Dictionary<string, string> { ["username"] = NewName(), ["email"] = $"{NewName()}@example.org", ["password"] = Person.Password, [field] = value };
        await client.PostAsJsonAsync("/api/auth/register", fields).IsProblem(422, field);
    }

    [Fact]
    public async Task Long_values_and_wrong_types_are_named()
    {
        using var client = (await TestHost.Shared).Client();
        await client.PostAsJsonAsync("/api/auth/register", new { username = NewName(), email = new string('a', 244) + "@example.org", password = new string('x', 129) }).IsProblem(422, "email", "password");
        await client.SendJson("POST", "/api/auth/register", """{"username":1,"email":[],"password":{}}""").IsProblem(422, "username", "email", "password");
        await client.SendJson("POST", "/api/auth/register", """{"username":null,"admin":true}""").IsProblem(422, "username", "email", "password", "admin");
        await client.PostAsync("/api/auth/register", null).IsProblem(422, "username", "email", "password");
    }

    [Theory]
    [InlineData("        "), InlineData("🍎🍎🍎🍎🍎🍎🍎🍎"), InlineData("a\0b\nc\td\u001b"), InlineData("pässwörter"), InlineData("e\u0301e\u0301e\u0301e\u0301")]
    public async Task A_password_is_any_8_characters_and_is_kept_as_it_is(string password)
    {
        using var client = (await TestHost.Shared).Client();
        var name = NewName();
        await client.PostAsJsonAsync("/api/auth/register", new { username = name, email = $"{name}@example.org", password }).Is(HttpStatusCode.Created);
        await client.PostAsJsonAsync("/api/auth/login", new { username = name, password }).Is(HttpStatusCode.OK);
        await client.PostAsJsonAsync("/api/auth/login", new { username = name, password = password + " " }).IsProblem(401);
    }

    [Fact]
    public async Task A_closed_house_registers_nobody_and_lets_in_who_has_a_key()
    {
        await using var host = await TestHost.Start();
        var me = await host.NewPerson();
        await using var closed = await TestHost.Start(new() { ["REGISTRATION"] = "closed" }, database: host.Database);
        using var client = closed.Client();
        await client.PostAsJsonAsync("/api/auth/register", new { username = "newcomer", email = "new@example.org", password = Person.Password }).IsProblem(403);
        await client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = Person.Password }).Is(HttpStatusCode.OK);
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from \"user\""));
        // Both servers share the key that signs sessions.
        using var there = closed.Client(me.Token);
        await there.GetAsync("/api/auth/me").Is(HttpStatusCode.OK);
    }

    internal static string NewName() => $"n{Guid.NewGuid():N}"[..20];
}
