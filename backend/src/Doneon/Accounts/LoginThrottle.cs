using System.Net;
using Doneon.Http;

namespace Doneon.Accounts;

/// <summary>
/// Slows down guessing. It counts the name as it was typed in, whether or not there is such an account, so its answer tells
/// nothing; an account's user name and e-mail address are therefore two names with an allowance each. Each replica counts alone.
/// </summary>
public sealed class LoginThrottle(TimeProvider clock, int perAccount = 10, int perAddress = 50)
{
    const int LongestName = 255;
    static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    readonly Allowance<string> accounts = new(perAccount, Window);
    readonly Allowance<IPAddress> addresses = new(perAddress, Window);
    readonly long opened = clock.GetTimestamp();

    TimeSpan Now => clock.GetElapsedTime(opened);

    /// <param name="address">Null when the connection has none, as on a unix socket.</param>
    public bool Refuses(string account, IPAddress? address, out TimeSpan retryAfter)
    {
        var now = Now;
        retryAfter = accounts.WaitOf(NameOf(account), now);
        if (address is not null && addresses.WaitOf(address.Household(), now) is var wait && wait > retryAfter)
            retryAfter = wait;
        return retryAfter > TimeSpan.Zero;
    }

    public void Failed(string account, IPAddress? address)
    {
        var now = Now;
        accounts.Spend(NameOf(account), now);
        if (address is not null)
            addresses.Spend(address.Household(), now);
    }

    static string NameOf(string account)
    {
        // PostgreSQL makes a plain i of the dotted capital İ; .NET leaves it, and each spelling would have an allowance of its own.
        var name = account.Trim().Replace('İ', 'i').ToLowerInvariant();
        return name.Length > LongestName ? name[..LongestName] : name;
    }
}
