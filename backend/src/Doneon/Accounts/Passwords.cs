using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Doneon.Accounts;

public enum PasswordVerdict { Wrong, Right, RightButRehash }

/// <summary>Slow on purpose: call it through the <see cref="HashingLane"/>.</summary>
public static partial class Passwords
{
    const int Iterations = 210_000, MostIterations = 10 * Iterations;

    static readonly PasswordHasher<object> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    static readonly object nobody = new();
    static readonly string decoy = Hash(RandomNumberGenerator.GetHexString(64));

    public static string Hash(string password) => hasher.HashPassword(nobody, password);

    /// <param name="hash">Null when there is no such account: the answer then takes just as long.</param>
    public static PasswordVerdict Verify(string? hash, string password) =>
        hasher.VerifyHashedPassword(nobody, IsWellFormed(hash) ? hash! : decoy, password) switch
        {
            PasswordVerificationResult.Success => PasswordVerdict.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordVerdict.RightButRehash,
            _ => PasswordVerdict.Wrong,
        };

    public static bool IsBcrypt(string hash) => hash is ['$', '2', 'a' or 'b' or 'x' or 'y', '$', ..];

    /// <summary>
    /// The hash as pgcrypto's crypt() understands it, or null when no password can be right. crypt() takes an unknown prefix
    /// for DES without a word; $2b$ and $2y$ are other names for today's $2a$, while $2x$ is a different digest.
    /// </summary>
    public static string? ForPgcrypto(string hash) =>
        !Bcrypt().IsMatch(hash) ? null : hash[2] == 'x' ? hash : $"$2a{hash[3..]}";

    /// <summary>Each step of the cost doubles the time; beyond 14 a single login would keep the database busy for seconds.</summary>
    [GeneratedRegex(@"\A\$2[abxy]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Bcrypt();

    /// <summary>A hash names its own cost, so a damaged one could keep a processor busy for an hour.</summary>
    static bool IsWellFormed(string? hash)
    {
        const int algorithmAndCost = 13, saltAndKey = 48;
        Span<byte> bytes = stackalloc byte[algorithmAndCost + saltAndKey];
        return Convert.TryFromBase64String(hash ?? "", bytes, out var length)
            && length == bytes.Length
            && bytes[0] == 1
            && BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) is > 0 and <= MostIterations;
    }
}
