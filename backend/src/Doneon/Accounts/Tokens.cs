using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Doneon.Accounts;

/// <param name="Hash">What the session row keeps: whoever reads the table cannot rebuild the token from it.</param>
public readonly record struct IssuedToken(string Text, string Jti, string Hash, DateTimeOffset ExpiresAt);

public readonly record struct Token(long UserId, string Jti, string Hash);

/// <summary>Issues and reads Doneon's JSON Web Tokens. There is one algorithm and one spelling; nothing is negotiated.</summary>
public sealed class Tokens(byte[] key, TimeProvider clock)
{
    public const int ShortestKey = 32;

    const int LongestText = 1024, EncodedMacLength = 43;
    const string Doneon = "doneon";
    static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    readonly byte[] key = key.Length >= ShortestKey ? key : throw new ArgumentException($"A signing key has {ShortestKey} bytes or more.");

    /// <summary>{"alg":"HS256","typ":"JWT"} and the dot. Compared as text, so "none", other algorithms and "crit" need no code.</summary>
    static ReadOnlySpan<byte> Header => "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."u8;

    public IssuedToken Issue(long userId, TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(userId);
        var issued = clock.GetUtcNow().ToUnixTimeSeconds();
        var expires = issued + (long)lifetime.TotalSeconds;
        var claims = new Claims(Digits(userId), Random(16), issued, expires, Doneon, Doneon, Random(32));

        byte[] content = [.. Header, .. Base64Url.EncodeToUtf8(JsonSerializer.SerializeToUtf8Bytes(claims, ClaimsJson.Default.Claims))];
        Span<byte> mac = stackalloc byte[EncodedMacLength];
        Sign(content, mac);

        byte[] text = [.. content, (byte)'.', .. mac];
        return new(Encoding.ASCII.GetString(text), claims.Jti, HashOf(text), DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    /// <summary>Never throws. Whether the session still lives is the database's answer, not this one.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out Token token)
    {
        token = default;
        Span<byte> buffer = stackalloc byte[LongestText];
        if (text.Length > LongestText || Ascii.FromUtf16(text, buffer, out var length) != OperationStatus.Done)
            return false;

        ReadOnlySpan<byte> ascii = buffer[..length];
        var dot = ascii.LastIndexOf((byte)'.');
        if (dot < Header.Length || !ascii.StartsWith(Header) || !IsSigned(ascii[..dot], ascii[(dot + 1)..]))
            return false;

        if (ReadClaims(ascii[Header.Length..dot]) is not { } claims || !AreValid(claims, out var userId))
            return false;

        token = new(userId, claims.Jti, HashOf(ascii));
        return true;
    }

    /// <summary>Compares the encoded signatures, so that a second spelling of the right one is refused as well.</summary>
    internal bool IsSigned(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[EncodedMacLength];
        Sign(content, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    void Sign(ReadOnlySpan<byte> content, Span<byte> encoded)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, mac);
        Base64Url.EncodeToUtf8(mac, encoded);
    }

    static Claims? ReadClaims(ReadOnlySpan<byte> encoded)
    {
        Span<byte> json = stackalloc byte[LongestText], again = stackalloc byte[LongestText];
        if (Base64Url.DecodeFromUtf8(encoded, json, out _, out var length) != OperationStatus.Done)
            return null;

        // The decoder forgives padding and white space.
        json = json[..length];
        if (!again[..Base64Url.EncodeToUtf8(json, again)].SequenceEqual(encoded))
            return null;

        try { return JsonSerializer.Deserialize(json, ClaimsJson.Default.Claims); }
        catch (JsonException) { return null; }
    }

    bool AreValid(Claims claims, out long userId)
    {
        var now = clock.GetUtcNow();
        return long.TryParse(claims.Sub, NumberStyles.None, CultureInfo.InvariantCulture, out userId)
            && userId > 0
            && claims.Sub == Digits(userId)
            && IsRandom(claims.Jti, 16)
            && IsRandom(claims.Rnd, 32)
            && claims.Exp > now.ToUnixTimeSeconds()
            && claims.Iat >= 0
            && claims.Iat <= (now + ClockDifference).ToUnixTimeSeconds()
            && claims.Iss == Doneon
            && claims.Aud == Doneon;
    }

    static string Digits(long id) => id.ToString(CultureInfo.InvariantCulture);

    static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    static bool IsRandom(string text, int bytes) =>
        text.Length == Base64Url.GetEncodedLength(bytes) && Base64Url.IsValid(text, out var decoded) && decoded == bytes;

    static string HashOf(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return Convert.ToHexStringLower(hash);
    }
}

/// <param name="Rnd">Random and stored nowhere, so that not even key and database together can rebuild a token.</param>
sealed record Claims(string Sub, string Jti, long Iat, long Exp, string Iss, string Aud, string Rnd);

/// <summary>Strict: every claim once, none missing, none unknown, none null.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Claims))]
sealed partial class ClaimsJson : JsonSerializerContext;
