using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Doneon.Tests.Http;

/// <summary>What every answer is held to, whatever the test is about.</summary>
static class Checks
{
    /// <summary>A problem document of this status, whole and with the security headers. Fields named in its errors are compared when given.</summary>
    public static async Task<JsonElement> IsProblem(this Task<HttpResponseMessage> asked, int status, params string[] fields)
    {
        using var answer = await asked;
        return await answer.IsProblem(status, fields);
    }

    public static async Task<JsonElement> IsProblem(this HttpResponseMessage answer, int status, params string[] fields)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{answer.RequestMessage}: expected {status}, was {(int)answer.StatusCode}: {text}");
        answer.HasSecurityHeaders();
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        foreach (var name in (string[])["title", "detail", "request_id"]) Assert.NotEqual("", problem.GetProperty(name).GetString());
        if (status is 429 or 503) Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1), "Retry-After is missing");
        if (fields.Length > 0) Assert.Equal(fields.Order(), problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
        return problem;
    }

    public static async Task<JsonElement> Json(this Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage}: expected {status}, was {answer.StatusCode}: {text}");
        answer.HasSecurityHeaders();
        return text == "" ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static async Task Is(this Task<HttpResponseMessage> asked, HttpStatusCode status)
    {
        using var answer = await asked;
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage}: expected {status}, was {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        answer.HasSecurityHeaders();
    }

    public static void HasSecurityHeaders(this HttpResponseMessage answer)
    {
        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal(("", ""), (Header("Server"), Header("X-Powered-By")));
        Assert.NotEqual("", Header("Cache-Control"));
    }

    /// <summary>A request as it stands, with headers that HttpClient would not send on its own.</summary>
    public static async Task<HttpResponseMessage> Send(this HttpClient client, string method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        foreach (var (name, value) in headers)
        {
            if (name == "Authorization") request.Headers.Authorization = null;
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), name);
        }
        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> SendJson(this HttpClient client, string method, string path, string json, params (string Name, string Value)[] headers) =>
        client.Send(method, path, Body(Encoding.UTF8.GetBytes(json)), headers);

    public static ByteArrayContent Body(byte[] bytes, string contentType = "application/json")
    {
        var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return body;
    }

    public static string Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";

    public static long[] Ids(this JsonElement tasks) => [.. tasks.EnumerateArray().Select(task => task.GetProperty("id").GetInt64())];

    public static IEnumerable<string?> Texts(this JsonElement tasks, string name = "title") => tasks.EnumerateArray().Select(task => task.GetProperty(name).GetString()).ToList();

    public static long Id(this JsonElement item) => item.GetProperty("id").GetInt64();

    public static string? Text(this JsonElement item, string name) => item.GetProperty(name).GetString();

    public static string[] Names(this JsonElement item) => [.. item.EnumerateObject().Select(property => property.Name)];
}
