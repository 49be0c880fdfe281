using System.Buffers.Binary;
using System.Diagnostics;
using Doneon.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Doneon.Tests.Accounts;

public sealed class PasswordsTests
{
    const string Password = "correct horse battery staple";
    const string Salted = "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    static readonly string hash = Passwords.Hash(Password);

    [Fact]
    public void The_right_password_is_right_and_others_are_wrong()
    {
        Assert.Equal(PasswordVerdict.Right, Passwords.Verify(hash, Password));
        Assert.Equal(PasswordVerdict.Wrong, Passwords.Verify(hash, Password + " "));
        Assert.Equal(PasswordVerdict.Wrong, Passwords.Verify(hash, Password.ToUpperInvariant()));
        Assert.Equal(PasswordVerdict.Wrong, Passwords.Verify(hash, ""));
    }

    [Theory, InlineData("pässwörd 密码 🗝️"), InlineData("        "), InlineData("with\0nul and \u0007"), InlineData("\ud800 alone")]
    public void Passwords_of_any_characters_work(string password) =>
        Assert.Equal(PasswordVerdict.Right, Passwords.Verify(Passwords.Hash(password), password));

    [Fact]
    public void Two_hashes_of_one_password_differ() => Assert.NotEqual(hash, Passwords.Hash(Password));

    [Fact]
    public void A_hash_costs_210_000_rounds_of_HMAC_SHA_512()
    {
        var bytes = Convert.FromBase64String(hash);
        Assert.Equal(2, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)));
        Assert.Equal(210_000, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(5)));
    }

    [Fact]
    public void A_cheaper_hash_is_right_and_asks_to_be_replaced()
    {
        var cheaper = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        Assert.Equal(PasswordVerdict.RightButRehash, Passwords.Verify(cheaper.HashPassword(new(), Password), Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("=")]
    [InlineData("AQAAAAI=")]
    [InlineData("not base64 at all")]
    [InlineData("\ud800\0")]
    [InlineData("$2b$12$" + Salted)]
    public void A_stored_hash_that_is_none_is_wrong(string stored) =>
        Assert.Equal(PasswordVerdict.Wrong, Passwords.Verify(stored, Password));

    [Fact]
    public void A_damaged_hash_is_wrong()
    {
        Assert.Equal(PasswordVerdict.Wrong, Passwords.Verify(hash[..^4], Password));
        Assert.Equal(PasswordVerdict.Wrong, Passwords.Verify(hash + hash, Password));
        foreach (var (at, value) in new[] { (0, 0), (0, 2), (1, 0xff), (4, 9), (6, 0), (9, 0xff), (12, 15), (12, 0), (20, 7), (60, 7) })
        {
            var bytes = Convert.FromBase64String(hash);
            bytes[at] ^= (byte)(bytes[at] == value ? 1 : bytes[at] ^ value);
            Assert.Equal(PasswordVerdict.Wrong, Passwords.Verify(Convert.ToBase64String(bytes), Password));
        }
    }

    [Fact]
    public void A_hash_that_names_an_absurd_cost_is_not_computed()
    {
        var bytes = Convert.FromBase64String(hash);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), int.MaxValue);
        var started = Stopwatch.StartNew();

        Assert.Equal(PasswordVerdict.Wrong, Passwords.Verify(Convert.ToBase64String(bytes), Password));
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void An_account_that_does_not_exist_takes_as_long_as_one_that_does()
    {
        // The fastest of several is the time of the work itself; other tests only ever make it longer.
        var existing = Fastest(() => Passwords.Verify(hash, "wrong"));
        Assert.InRange(Fastest(() => Passwords.Verify(null, "wrong")), existing / 3, existing * 3);
        Assert.InRange(Fastest(() => Passwords.Verify("damaged", "wrong")), existing / 3, existing * 3);
        Assert.Equal(PasswordVerdict.Wrong, Passwords.Verify(null, "wrong"));
    }

    [Theory]
    [InlineData("$2a$12$" + Salted, "$2a$12$" + Salted)]
    [InlineData("$2b$12$" + Salted, "$2a$12$" + Salted)]
    [InlineData("$2y$04$" + Salted, "$2a$04$" + Salted)]
    [InlineData("$2x$14$" + Salted, "$2x$14$" + Salted)]
    public void A_bcrypt_hash_gets_the_prefix_that_pgcrypto_knows(string stored, string rewritten)
    {
        Assert.True(Passwords.IsBcrypt(stored));
        Assert.Equal(rewritten, Passwords.ForPgcrypto(stored));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$2b$")]
    [InlineData("$2b$12$")]
    [InlineData("$2b$03$" + Salted)]
    [InlineData("$2b$15$" + Salted)]
    [InlineData("$2b$31$" + Salted)]
    [InlineData("$2b$99$" + Salted)]
    [InlineData("$2b$1$" + Salted)]
    [InlineData("$2b$\u0661\u0662$" + Salted)]
    [InlineData("$2c$12$" + Salted)]
    [InlineData("$2$12$" + Salted)]
    [InlineData("$2b$12$" + Salted + "\n")]
    [InlineData("$2b$12$" + Salted + "a")]
    [InlineData(" $2b$12$" + Salted)]
    [InlineData("$2b$12$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhW")]
    [InlineData("$2b$12$N9qo8uLOickgx2ZMRZoMye+jZAgcfl7p92ldGxad68LJZdL17lhWy")]
    public void An_ill_formed_or_overpriced_bcrypt_hash_never_reaches_the_database(string stored) =>
        Assert.Null(Passwords.ForPgcrypto(stored));

    [Fact]
    public void Our_own_hash_is_not_taken_for_bcrypt() => Assert.False(Passwords.IsBcrypt(hash));

    static TimeSpan Fastest(Action work) => Enumerable.Range(0, 5).Min(_ =>
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started);
    });
}
