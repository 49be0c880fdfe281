using System.Net;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Accounts;

/// <summary>Browsers keep the token where scripts and other sites cannot reach it.</summary>
public class CookieTests
{
    static readonly (string, string) SameOrigin = ("Sec-Fetch-Site", "same-origin");

    [Fact]
    public async Task A_browser_gets_a_cookie_and_no_token()
    {
        var (host, me, client) = await Start();
        using var answer = await LogIn(client, me, SameOrigin);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^doneon=eyJ[^;]+; expires=[^;]+; path=/; samesite=lax; httponly$", cookie);
        Assert.Equal(["token_type", "expires_at", "user"], (await Json(answer)).Names());
        var mine = ("Cookie", cookie.Split(';')[0]);

        await client.Send("GET", me.Tasks, null, mine).Is(HttpStatusCode.OK);
        await client.SendJson("POST", me.Tasks, """{"title":"a"}""", mine, SameOrigin).Is(HttpStatusCode.Created);
        using var left = await client.Send("POST", "/api/auth/logout", null, mine, SameOrigin);
        Assert.Matches("^doneon=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; samesite=lax; httponly$", left.Header("Set-Cookie"));
        await client.Send("GET", me.Tasks, null, mine).IsProblem(401);
        Assert.Equal(host.Address.Host, client.BaseAddress!.Host);
    }

    [Fact]
    public async Task A_page_that_is_not_ours_gets_no_cookie()
    {
        var (_, me, client) = await Start();
        foreach (var header in ((string, string)[])[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", "none"), ("Origin", "https://evil.example"), ("Origin", "null"), ("X-Nothing", "")])
        {
            using var answer = await LogIn(client, me, header);
            Assert.Equal("", answer.Header("Set-Cookie"));
            Assert.NotEqual("", (await Json(answer)).Text("access_token"));
        }
        using var older = await LogIn(client, me, ("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority)));
        Assert.StartsWith("doneon=", older.Header("Set-Cookie"));
    }

    [Fact]
    public async Task With_a_cookie_only_our_own_pages_change_anything()
    {
        var (_, me, client) = await Start();
        using var answer = await LogIn(client, me, SameOrigin);
        var mine = ("Cookie", answer.Header("Set-Cookie").Split(';')[0]);
        foreach (var from in ((string, string)[])[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", "none"), ("Sec-Fetch-Site", "SAME-ORIGIN"), ("Origin", "https://evil.example"),
            ("Origin", "null"), ("Origin", $"http://{client.BaseAddress!.Authority}.evil.example"), ("Origin", "http://localhost:1"), ("X-Nothing", "1")])
        {
            await client.SendJson("POST", me.Tasks, """{"title":"Forged"}""", mine, from).IsProblem(403);
            await client.Send("DELETE", $"{me.Tasks}/1", null, mine, from).IsProblem(403);
            await client.Send("POST", "/api/auth/logout", null, mine, from).IsProblem(403);
            await client.Send("GET", me.Tasks, null, mine, from).Is(HttpStatusCode.OK);
            await client.Send("HEAD", me.Tasks, null, mine, from).Is(HttpStatusCode.OK);
        }
        // What fetch metadata says outweighs an Origin that anybody could have written.
        await client.SendJson("POST", me.Tasks, """{"title":"Forged"}""", mine, ("Sec-Fetch-Site", "cross-site"), ("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority))).IsProblem(403);
        Assert.Equal(0, (await me.Get(me.Tasks)).GetArrayLength());
    }

    [Fact]
    public async Task A_bearer_token_wins_over_a_cookie_even_when_it_is_wrong()
    {
        var (host, me, client) = await Start();
        var other = await host.NewPerson();
        var cookie = ("Cookie", $"doneon={me.Token}");
        await client.Send("GET", me.Tasks, null, cookie).Is(HttpStatusCode.OK);
        await client.Send("GET", other.Tasks, null, cookie, ("Authorization", $"Bearer {other.Token}")).Is(HttpStatusCode.OK);
        await client.Send("GET", me.Tasks, null, cookie, ("Authorization", $"Bearer {other.Token}")).IsProblem(403);
        foreach (var wrong in (string[])["Bearer", "Bearer x", "Basic YTpi", $"Basic {me.Token}", me.Token]) await client.Send("GET", me.Tasks, null, cookie, ("Authorization", wrong)).IsProblem(401);
        foreach (var name in (string[])["__Host-doneon", "session"]) await client.Send("GET", me.Tasks, null, ("Cookie", $"{name}={me.Token}")).IsProblem(401);
        await client.Send("GET", me.Tasks, null, ("Authorization", $"bearer {me.Token}")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Behind_a_trusted_https_proxy_the_cookie_is_bound_to_the_host()
    {
        await using var host = await TestHost.Start(new() { ["TRUSTED_PROXIES"] = "127.0.0.0/8,::1" });
        var me = await host.NewPerson();
        using var client = host.Client();
        (string, string)[] proxied = [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.9"), ("Host", "todo.example")];
        using var answer = await LogIn(client, me, [SameOrigin, .. proxied]);
        var cookie = answer.Header("Set-Cookie");
        Assert.Matches("^__Host-doneon=eyJ[^;]+; expires=[^;]+; path=/; secure; samesite=lax; httponly$", cookie);
        var mine = ("Cookie", cookie.Split(';')[0]);
        await client.Send("GET", me.Tasks, null, [mine, .. proxied]).Is(HttpStatusCode.OK);
        await client.SendJson("POST", me.Tasks, """{"title":"a"}""", [mine, ("Origin", "https://todo.example"), .. proxied]).Is(HttpStatusCode.Created);
        await client.SendJson("POST", me.Tasks, """{"title":"a"}""", [mine, ("Origin", "https://other.example"), .. proxied]).IsProblem(403);
        await client.Send("GET", me.Tasks, null, [("Cookie", $"doneon={me.Token}"), .. proxied]).IsProblem(401);
    }

    static async Task<JsonElement> Json(HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

    static Task<HttpResponseMessage> LogIn(HttpClient client, Person me, params (string, string)[] headers) =>
        client.SendJson("POST", "/api/auth/login", $$"""{"username":"{{me.Name}}","password":"{{Person.Password}}"}""", headers);

    static async Task<(TestHost Host, Person Me, HttpClient Client)> Start()
    {
        var host = await TestHost.Shared;
        return (host, await host.NewPerson(), host.Client());
    }
}
