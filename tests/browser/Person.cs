using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Doneon.BrowserTests;

/// <summary>Somebody with an account.</summary>
public sealed record Person(long Id, string Name, string Token)
{
    public const string Password = "correct horse battery";

    static int s_count;

    public static string NewName() => $"mira{Interlocked.Increment(ref s_count)}";

    public static string EmailOf(string name) => $"{name}@example.org";

    /// <summary>What a browser keeps after this person has logged in with it, as Playwright takes it.</summary>
    public async Task<string> LogIn(string address)
    {
        using var client = new HttpClient { BaseAddress = new(address), DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" } } };
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { username = Name, password = Password });
        answer.EnsureSuccessStatusCode();
        var token = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1];
        return JsonSerializer.Serialize(new
        {
            cookies = new[] { new { name = "doneon", value = token, domain = "localhost", path = "/", expires = -1, httpOnly = true, secure = false, sameSite = "Lax" } },
            origins = new[] { new { origin = address, localStorage = new[] { new { name = "account", value = JsonSerializer.Serialize(new { id = Id, username = Name }) } } } },
        });
    }

    /// <summary>A program of this person's, as another device.</summary>
    public HttpClient Client(string address) =>
        new() { BaseAddress = new(address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
}
