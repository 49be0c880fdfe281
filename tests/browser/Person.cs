using System.Net.Http.Headers;

namespace Doneon.BrowserTests;

/// <summary>Somebody with an account.</summary>
public sealed record Person(long Id, string Name, string Token)
{
    public const string Password = "correct horse battery";

    public static string NewName() => $"p{Guid.NewGuid():N}"[..20];

    public static string EmailOf(string name) => $"{name}@example.org";

    /// <summary>A program of this person's, as another device.</summary>
    public HttpClient Client(string address) =>
        new() { BaseAddress = new(address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
}
