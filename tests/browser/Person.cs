namespace Doneon.BrowserTests;

/// <summary>Somebody with an account.</summary>
public sealed record Person(long Id, string Name, string Token)
{
    public const string Password = "correct horse battery";

    public static string NewName() => $"p{Guid.NewGuid():N}"[..20];

    public static string EmailOf(string name) => $"{name}@example.org";
}
