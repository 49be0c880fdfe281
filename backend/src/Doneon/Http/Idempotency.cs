using System.Security.Cryptography;
using System.Text;
using Doneon.Accounts;
using Doneon.Database;

namespace Doneon.Http;

/// <summary>
/// The header by which a client names a write, so that it may repeat it until it knows the answer. The name belongs to the account, and
/// to one request: method, address, If-Match and body.
/// </summary>
static class Idempotency
{
    public const string Header = "Idempotency-Key", Replayed = "Idempotency-Replayed";

    /// <summary>Marks a route whose body has a password in it. Nothing is kept that a password could be guessed from.</summary>
    public sealed class SecretBody;

    sealed record Body(byte[] Hash);

    public static void NoteBody(HttpContext http, ReadOnlySpan<byte> body)
    {
        if (http.Request.Headers.ContainsKey(Header)) http.Features.Set(new Body(SHA256.HashData(body)));
    }

    /// <summary>Gives the key to whoever writes for this request; or says what is wrong with it.</summary>
    public static Problem? Read(HttpContext http, CurrentUser me)
    {
        var header = http.Request.Headers[Header];
        if (me.OnlyReads || header.Count == 0) return null;
        var name = header.ToString();
        if (name.Length is 0 or > IdempotencyKey.LongestName)
            return new Invalid(Header, $"must be one name of 1 to {IdempotencyKey.LongestName} characters.");
        me.Key = new(name, RequestOf(http));
        return null;
    }

    static byte[] RequestOf(HttpContext http)
    {
        var request = http.Request;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (string[])[request.Method, request.Path, request.QueryString.Value ?? "", request.Headers.IfMatch.ToString()])
            hash.AppendData(Encoding.UTF8.GetBytes(part + "\n"));
        if (http.GetEndpoint()!.Metadata.GetMetadata<SecretBody>() is null && http.Features.Get<Body>() is { } body) hash.AppendData(body.Hash);
        return hash.GetHashAndReset();
    }
}
