using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Doneon.Accounts;

namespace Doneon.Tests.Accounts;

public sealed partial class TokensTests
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const string Header = """{"alg":"HS256","typ":"JWT"}""";
    const string Jti = "AAAAAAAAAAAAAAAAAAAAAA", Rnd = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    static readonly TimeSpan Month = TimeSpan.FromDays(30);

    readonly ManualClock clock = new();
    readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    readonly Tokens tokens;
    readonly string valid;

    public TokensTests()
    {
        tokens = new(key, clock);
        valid = tokens.Issue(42, Month).Text;
    }

    [Theory, InlineData(1), InlineData(42), InlineData(long.MaxValue)]
    public void An_issued_token_is_read_back(long userId)
    {
        var issued = tokens.Issue(userId, Month);

        Assert.True(tokens.TryRead(issued.Text, out var token));
        Assert.Equal(new Token(userId, issued.Jti, issued.Hash), token);
        Assert.Equal(clock.GetUtcNow() + Month, issued.ExpiresAt);
    }

    [Fact]
    public void The_hash_is_the_SHA_256_of_the_whole_token()
    {
        var issued = tokens.Issue(42, Month);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(issued.Text))), issued.Hash);
    }

    [Fact]
    public void The_header_and_the_claims_are_the_documented_ones()
    {
        var parts = valid.Split('.');
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        string Claim(string name) => claims.RootElement.GetProperty(name).GetRawText();

        Assert.Equal(Header, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal(["sub", "jti", "iat", "exp", "iss", "aud", "rnd"], claims.RootElement.EnumerateObject().Select(c => c.Name));
        Assert.Equal("\"42\"", Claim("sub"));
        Assert.Equal($"{now}", Claim("iat"));
        Assert.Equal($"{now + 30 * 24 * 3600}", Claim("exp"));
        Assert.Equal("\"doneon\"", Claim("iss"));
        Assert.Equal("\"doneon\"", Claim("aud"));
        Assert.Equal(16, Base64Url.DecodeFromChars(claims.RootElement.GetProperty("jti").GetString()).Length);
        Assert.Equal(32, Base64Url.DecodeFromChars(claims.RootElement.GetProperty("rnd").GetString()).Length);
    }

    [Fact]
    public void Two_tokens_of_one_moment_have_nothing_random_in_common()
    {
        IssuedToken first = tokens.Issue(42, Month), second = tokens.Issue(42, Month);
        Assert.NotEqual(first.Jti, second.Jti);
        Assert.NotEqual(RndOf(first), RndOf(second));

        static string? RndOf(IssuedToken token) =>
            JsonDocument.Parse(Base64Url.DecodeFromChars(token.Text.Split('.')[1])).RootElement.GetProperty("rnd").GetString();
    }

    [Fact]
    public void The_signature_of_RFC_7515_appendix_A_1_is_right_under_its_key()
    {
        var example = new Tokens(Base64Url.DecodeFromChars(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"), clock);
        var content = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        var signature = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"u8;

        Assert.True(example.IsSigned(Encoding.ASCII.GetBytes(content), signature));
        Assert.False(example.IsSigned(Encoding.ASCII.GetBytes(content + "A"), signature));
        Assert.False(tokens.IsSigned(Encoding.ASCII.GetBytes(content), signature));
        Assert.False(example.TryRead($"{content}.{Encoding.ASCII.GetString(signature)}", out _));
    }

    [Fact]
    public void The_hand_made_token_of_these_tests_is_accepted_so_that_refusals_mean_something()
    {
        Assert.True(tokens.TryRead(Forge(ClaimsWith()), out var token));
        Assert.Equal(42, token.UserId);
        Assert.Equal(Jti, token.Jti);
    }

    [Fact]
    public void A_token_signed_with_another_key_is_refused() =>
        Refused(new Tokens(RandomNumberGenerator.GetBytes(32), clock).Issue(42, Month).Text);

    [Fact]
    public void A_key_shorter_than_the_digest_is_not_taken() =>
        Assert.Throws<ArgumentException>(() => new Tokens(new byte[31], clock));

    [Fact]
    public void A_token_ends_in_the_second_of_its_expiry()
    {
        clock.Advance(Month - TimeSpan.FromSeconds(1));
        Assert.True(tokens.TryRead(valid, out _));
        clock.Advance(TimeSpan.FromSeconds(1));
        Refused(valid);
    }

    [Fact]
    public void A_token_from_the_future_is_read_within_five_minutes_of_clock_difference()
    {
        clock.Advance(TimeSpan.FromMinutes(-5));
        Assert.True(tokens.TryRead(valid, out _));
        clock.Advance(TimeSpan.FromSeconds(-1));
        Refused(valid);
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"None"}""")]
    [InlineData("""{"alg":"hs256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT"}""")]
    [InlineData("""{"alg":["HS256"],"typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWE"}""")]
    [InlineData("""{"alg":"HS256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","crit":["exp"]}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","jwk":{}}""")]
    [InlineData("""{"alg":"none","alg":"HS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","alg":"HS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT"} """)]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"typ":"JWT","alg":"HS256"}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_header_other_than_ours_is_refused_even_when_rightly_signed(string header)
    {
        Refused(Forge(ClaimsWith(), header));
        Refused(Unsigned(ClaimsWith(), header) + ".");
        Refused(Unsigned(ClaimsWith(), header));
    }

    [Fact]
    public void A_token_without_its_signature_is_refused()
    {
        Refused(Unsigned(ClaimsWith(), Header));
        Refused(Unsigned(ClaimsWith(), Header) + ".");
    }

    [Fact]
    public void The_full_digest_of_another_algorithm_is_refused()
    {
        var content = Unsigned(ClaimsWith(), Header);
        Refused($"{content}.{Base64Url.EncodeToString(HMACSHA512.HashData(key, Encoding.ASCII.GetBytes(content)))}");
        Refused($"{content}.{Base64Url.EncodeToString(HMACSHA384.HashData(key, Encoding.ASCII.GetBytes(content)))}");
    }

    [Theory]
    [InlineData("sub"), InlineData("jti"), InlineData("iat"), InlineData("exp"), InlineData("iss"), InlineData("aud"), InlineData("rnd")]
    public void Every_claim_must_be_there_once_and_of_its_type(string claim)
    {
        Refused(Forge(ClaimsWith(claim, null)));
        Refused(Forge(ClaimsWith(claim, "null")));
        Refused(Forge(ClaimsWith(claim, "{}")));
        Refused(Forge(ClaimsWith(claim, "true")));
        Refused(Forge(ClaimsWith(claim, "\"\"")));
        Refused(Forge(ClaimsWith().Replace("\"" + claim + "\"", "\"" + claim.ToUpperInvariant() + "\"", StringComparison.Ordinal)));

        var again = Regex.Match(ClaimsWith(), $"\"{claim}\":[^,}}]+").Value;
        Refused(Forge(ClaimsWith().Replace("}", $",{again}}}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("sub", "42")]
    [InlineData("sub", "\"0\"")]
    [InlineData("sub", "\"-1\"")]
    [InlineData("sub", "\"+1\"")]
    [InlineData("sub", "\"007\"")]
    [InlineData("sub", "\" 1\"")]
    [InlineData("sub", "\"1\\u0000\"")]
    [InlineData("sub", "\"1e3\"")]
    [InlineData("sub", "\"1.0\"")]
    [InlineData("sub", "\"0x1\"")]
    [InlineData("sub", "\"\u0661\"")]
    [InlineData("sub", "\"9223372036854775808\"")]
    [InlineData("sub", "[\"42\"]")]
    [InlineData("jti", "\"AAAAAAAAAAAAAAAAAAAAA\"")]
    [InlineData("jti", "\"AAAAAAAAAAAAAAAAAAAAA=\"")]
    [InlineData("jti", "\"AAAAAAAAAAAAAAAAAAAA\\u0000A\"")]
    [InlineData("jti", "\"\\ud800\"")]
    [InlineData("rnd", "\"A\"")]
    [InlineData("exp", "\"1900000000\"")]
    [InlineData("exp", "1900000000.0")]
    [InlineData("exp", "1900000000.5")]
    [InlineData("exp", "1.9e9")]
    [InlineData("exp", "1e99")]
    [InlineData("exp", "9223372036854775808")]
    [InlineData("exp", "99999999999999999999999999")]
    [InlineData("exp", "-1900000000")]
    [InlineData("exp", "0")]
    [InlineData("exp", "01900000000")]
    [InlineData("exp", "NaN")]
    [InlineData("iat", "\"1700000000\"")]
    [InlineData("iat", "1700000000.5")]
    [InlineData("iat", "-1")]
    [InlineData("iat", "9223372036854775807")]
    [InlineData("iss", "\"Doneon\"")]
    [InlineData("iss", "\"doneon \"")]
    [InlineData("iss", "\"https://doneon\"")]
    [InlineData("aud", "\"other\"")]
    [InlineData("aud", "[\"doneon\"]")]
    [InlineData("nbf", "1")]
    [InlineData("admin", "true")]
    public void A_claim_that_Doneon_would_not_write_is_refused(string claim, string value) => Refused(Forge(ClaimsWith(claim, value)));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("{\"sub\":\"42\"")]
    [InlineData("\ufeff{}")]
    [InlineData("\0")]
    public void Claims_that_are_no_object_are_refused(string claims) => Refused(Forge(claims));

    [Theory]
    [InlineData("{0}{0}")]
    [InlineData("{0} x")]
    [InlineData("/**/{0}")]
    [InlineData("[{0}]")]
    public void Claims_with_anything_around_them_are_refused(string around) =>
        Refused(Forge(around.Replace("{0}", ClaimsWith(), StringComparison.Ordinal)));

    [Fact]
    public void Claims_that_are_not_UTF_8_are_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(ClaimsWith("sub", "\"x\""));
        bytes[Array.IndexOf(bytes, (byte)'x')] = 0xff;
        Refused(Sign($"{Encode(Header)}.{Base64Url.EncodeToString(bytes)}"));
    }

    [Fact]
    public void A_second_spelling_of_rightly_signed_claims_is_refused()
    {
        var claims = ClaimsWith();
        while (Encoding.UTF8.GetByteCount(claims) % 3 != 1)
            claims += " ";
        var encoded = Encode(claims);
        var spare = encoded[..^1] + Alphabet[Alphabet.IndexOf(encoded[^1], StringComparison.Ordinal) + 1];

        Assert.True(tokens.TryRead(Sign($"{Encode(Header)}.{encoded}"), out _));
        string[] others = [spare, encoded + "=", encoded + "==", encoded + " ", "\n" + encoded, encoded.Insert(8, "\r\n"), encoded + "A"];
        foreach (var other in others)
            Refused(Sign($"{Encode(Header)}.{other}"));
    }

    [Fact]
    public void Exactly_three_parts_are_read()
    {
        Refused(valid + ".");
        Refused("." + valid);
        Refused(valid + "." + valid.Split('.')[2]);
        Refused(Sign($"{Encode(Header)}."));
        Refused(Sign(Encode(Header)));
        Refused(Sign($"{Encode(Header)}.{Encode(ClaimsWith())}.{Encode(ClaimsWith())}"));
        Refused(Sign($"{Encode(Header)}..{Encode(ClaimsWith())}"));
        foreach (var dots in Enumerable.Range(0, 8))
            Refused(new string('.', dots));
    }

    [Fact]
    public void A_token_cut_anywhere_is_refused()
    {
        for (var length = 0; length < valid.Length; length++)
        {
            Refused(valid.AsSpan(0, length));
            Refused(valid.AsSpan(length + 1));
            Refused(valid.Remove(length, 1));
        }
    }

    [Fact]
    public void A_token_with_any_character_changed_is_refused()
    {
        for (var at = 0; at < valid.Length; at++)
            foreach (var other in Alphabet + ".= \0\u00e9\uff21\ud800")
                if (other != valid[at])
                    Refused($"{valid[..at]}{other}{valid[(at + 1)..]}");
    }

    [Fact]
    public void A_token_with_any_bit_flipped_is_refused()
    {
        for (var bit = 0; bit < valid.Length * 16; bit++)
        {
            var text = valid.ToCharArray();
            text[bit / 16] ^= (char)(1 << (bit % 16));
            Refused(text);
        }
    }

    [Theory, InlineData(" "), InlineData("\n"), InlineData("="), InlineData("\0"), InlineData("\u200b"), InlineData("\ud83d\ude00")]
    public void A_token_with_something_slipped_in_is_refused(string extra)
    {
        for (var at = 0; at <= valid.Length; at++)
            Refused(valid.Insert(at, extra));
    }

    [Fact]
    public void An_oversized_token_is_refused_though_rightly_signed()
    {
        Assert.True(tokens.TryRead(Forge(ClaimsWith() + new string(' ', 400)), out _));
        Refused(Forge(ClaimsWith() + new string(' ', 600)));
        Refused(new string('A', 10_000_000));
    }

    [Fact]
    public void Ten_thousand_mutations_are_refused_without_an_exception()
    {
        var random = new Random(2026);
        for (var round = 0; round < 10_000; round++)
        {
            var text = valid.ToList();
            for (var edits = random.Next(1, 6); edits > 0; edits--)
                Mutate(text, random);
            if (!text.SequenceEqual(valid))
                Refused([.. text]);
        }
    }

    [Fact]
    public void Ten_thousand_mutations_of_signed_claims_raise_no_exception_and_no_other_user()
    {
        var random = new Random(7519);
        for (var round = 0; round < 10_000; round++)
        {
            var claims = ClaimsWith().ToList();
            Mutate(claims, random);
            if (tokens.TryRead(Forge(new([.. claims])), out var token))
                Assert.Contains($"\"sub\":\"{token.UserId}\"", new string([.. claims]), StringComparison.Ordinal);
        }
    }

    static void Mutate(List<char> text, Random random)
    {
        var at = random.Next(text.Count);
        var other = random.Next(4) == 0 ? (char)random.Next(0x10000) : (char)random.Next(0x80);
        switch (random.Next(4))
        {
            case 0: text[at] = other; break;
            case 1: text.Insert(at, other); break;
            case 2: text.RemoveAt(at); break;
            default: text.InsertRange(at, text.GetRange(at / 2, at - at / 2)); break;
        }
    }

    void Refused(ReadOnlySpan<char> text)
    {
        var accepted = tokens.TryRead(text, out var token);
        if (accepted || token != default)
            Assert.Fail($"accepted: {text}");
    }

    string ClaimsWith(string? changed = null, string? value = "")
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, string?>
        {
            ["sub"] = "\"42\"",
            ["jti"] = $"\"{Jti}\"",
            ["iat"] = now.ToString(CultureInfo.InvariantCulture),
            ["exp"] = (now + 3600).ToString(CultureInfo.InvariantCulture),
            ["iss"] = "\"doneon\"",
            ["aud"] = "\"doneon\"",
            ["rnd"] = $"\"{Rnd}\"",
        };
        if (changed is not null)
            claims[changed] = value;
        return $"{{{string.Join(',', claims.Where(claim => claim.Value is not null).Select(claim => $"\"{claim.Key}\":{claim.Value}"))}}}";
    }

    string Forge(string claims, string header = Header) => Sign(Unsigned(claims, header));

    string Sign(string content) => $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content)))}";

    static string Unsigned(string claims, string header) => $"{Encode(header)}.{Encode(claims)}";

    static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
