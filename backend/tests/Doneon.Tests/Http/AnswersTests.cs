using System.Net;

namespace Doneon.Tests.Http;

public class AnswersTests
{
    [Theory]
    [InlineData("/nothing"), InlineData("/api"), InlineData("/api/auth"), InlineData("/api/1/tasks/2/nothing"), InlineData("/health/x"), InlineData("/api/1/tasks/2/complete/x")]
    public async Task An_unknown_path_is_a_problem_document(string path)
    {
        using var client = (await TestHost.Shared).Client();
        await client.GetAsync(path).IsProblem(404);
        await client.PostAsync(path, Checks.Body("{}"u8.ToArray())).IsProblem(404);
    }

    [Theory]
    [InlineData("PUT", "/api/auth/login", "POST")]
    [InlineData("GET", "/api/auth/login", "POST")]
    [InlineData("OPTIONS", "/api/1/tasks", "GET, POST, HEAD")]
    [InlineData("TRACE", "/api/1/tasks", "GET, POST, HEAD")]
    [InlineData("PATCH", "/api/1/tasks", "GET, POST, HEAD")]
    [InlineData("POST", "/health", "GET, HEAD")]
    [InlineData("HEAD", "/api/auth/logout", "POST")]
    [InlineData("QUERY", "/api/auth/logout", "POST")]
    public async Task A_method_that_an_address_does_not_know_is_answered_with_those_it_knows(string method, string path, string allowed)
    {
        using var client = (await TestHost.Shared).Client();
        using var answer = await client.Send(method, path);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        if (method != "HEAD") await answer.IsProblem(405);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task Head_is_get_without_a_body()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var task = await me.Add(new { title = "Read me" });
        foreach (var path in (string[])[me.Tasks, $"{me.Tasks}/{task.Id()}", "/api/auth/me", "/health", "/openapi/v1.json"])
        {
            using var got = await me.Client.GetAsync(path);
            using var head = await me.Client.Send("HEAD", path);
            Assert.Equal((got.StatusCode, got.Header("ETag"), got.Header("Content-Type")), (head.StatusCode, head.Header("ETag"), head.Header("Content-Type")));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            head.HasSecurityHeaders();
        }
        using var missing = await me.Client.Send("HEAD", $"{me.Tasks}/0");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using var stranger = (await TestHost.Shared).Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.Send("HEAD", me.Tasks)).StatusCode);
    }

    [Fact]
    public async Task Browsers_that_came_over_https_are_told_to_stay_there()
    {
        await using var host = await TestHost.Start(new() { ["TRUSTED_PROXIES"] = "127.0.0.0/8,::1" });
        using var client = host.Client();
        using var plain = await client.GetAsync("/health");
        Assert.Equal("", plain.Header("Strict-Transport-Security"));
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var secure = await client.GetAsync("/health");
        Assert.Equal("max-age=31536000", secure.Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Answers_to_a_person_are_kept_by_no_shared_cache()
    {
        var me = await (await TestHost.Shared).NewPerson();
        using var answer = await me.Client.GetAsync(me.Tasks);
        Assert.True(answer.Headers.CacheControl!.Private && answer.Headers.CacheControl.NoCache);
        Assert.Equal(["Authorization", "Cookie"], answer.Headers.Vary);
        answer.HasSecurityHeaders();
    }

    [Fact]
    public async Task Pages_of_other_origins_are_not_let_in()
    {
        using var client = (await TestHost.Shared).Client();
        (string, string)[] preflight = [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization")];
        using var answer = await client.Send("OPTIONS", "/api/1/tasks", null, preflight);
        Assert.Equal("", answer.Header("Access-Control-Allow-Origin") + answer.Header("Access-Control-Allow-Methods"));
        using var get = await client.Send("GET", "/health", null, ("Origin", "https://evil.example"));
        Assert.Equal("", get.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Pages_of_allowed_origins_are_let_in_without_cookies()
    {
        await using var host = await TestHost.Start(new() { ["ALLOWED_ORIGINS"] = "https://app.example" });
        var me = await host.NewPerson();
        (string, string)[] preflight = [("Origin", "https://app.example"), ("Access-Control-Request-Method", "PATCH"), ("Access-Control-Request-Headers", "authorization,if-match,content-type,idempotency-key")];
        using var asked = await me.Client.Send("OPTIONS", $"{me.Tasks}/1", null, preflight);
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        asked.HasSecurityHeaders();
        Assert.Equal("https://app.example", asked.Header("Access-Control-Allow-Origin"));
        Assert.Contains("PATCH", asked.Header("Access-Control-Allow-Methods"));
        Assert.Equal("", asked.Header("Access-Control-Allow-Credentials"));

        foreach (var (path, status) in ((string, int)[])[(me.Tasks, 200), ($"{me.Tasks}/0", 404), ("/api/0/tasks", 403), ("/nothing", 404)])
        {
            using var answer = await me.Client.Send("GET", path, null, ("Origin", "https://app.example"));
            Assert.Equal((status, "https://app.example"), ((int)answer.StatusCode, answer.Header("Access-Control-Allow-Origin")));
            Assert.Contains("ETag", answer.Header("Access-Control-Expose-Headers"));
        }
        using var evil = await me.Client.Send("OPTIONS", me.Tasks, null, ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "GET"));
        Assert.Equal("", evil.Header("Access-Control-Allow-Origin"));
    }
}
