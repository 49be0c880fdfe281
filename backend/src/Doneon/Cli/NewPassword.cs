using System.Security.Cryptography;

namespace Doneon.Cli;

/// <summary>A password that a person reads off a screen and changes soon.</summary>
static class NewPassword
{
    // No l, o, i, 0, 1: they look alike. 20 of 31 are 99 bits.
    const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    const int Groups = 5, GroupLength = 4;

    public static string Create() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLength)));

    public static void Print(string password)
    {
        Console.WriteLine($"password: {password}");
        Console.WriteLine("It is shown only here. Pass it on over a private way, and have it changed at the first login.");
    }

    /// <summary>The end of line that echo and editors add is no part of the password.</summary>
    public static async Task<string> FromInput()
    {
        var text = await Console.In.ReadToEndAsync();
        return text.EndsWith('\n') ? text[..^1].TrimEnd('\r') : text;
    }
}
