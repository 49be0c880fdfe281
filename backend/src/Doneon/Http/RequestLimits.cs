using System.Net;
using System.Net.Sockets;
using Doneon.Accounts;

namespace Doneon.Http;

/// <summary>So many requests a minute for each user and for each address, signing in counted apart. Each replica counts alone.</summary>
public sealed class RequestLimits(Settings settings, TimeProvider clock)
{
    /// <summary>Marks the routes that make or open an account.</summary>
    public sealed class SignIn;

    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    readonly Allowance<long> users = new(settings.RequestsPerMinuteUser, Minute);
    readonly Allowance<IPAddress> addresses = new(settings.RequestsPerMinuteAddress, Minute);
    readonly Allowance<IPAddress> signIns = new(settings.SigninsPerMinuteAddress, Minute);
    readonly long opened = clock.GetTimestamp();

    /// <summary>Runs before the token is read: also what is refused there costs.</summary>
    public Task ByAddress(HttpContext http, RequestDelegate next)
    {
        var address = http.Connection.RemoteIpAddress?.Household() ?? IPAddress.None;
        var signsIn = http.GetEndpoint()?.Metadata.GetMetadata<SignIn>() is not null;
        var limited = http.Request.Path.StartsWithSegments("/api");
        if (limited && !Passes(addresses, address, out var wait)) return Refuse(http, "this address", wait);
        if (signsIn && !Passes(signIns, address, out wait)) return Refuse(http, "signing in from this address", wait);
        return next(http);
    }

    public Task ByUser(HttpContext http, RequestDelegate next) =>
        http.Features.Get<CurrentUser>() is { } me && !Passes(users, me.UserId, out var wait) ? Refuse(http, "this account", wait) : next(http);

    bool Passes<TKey>(Allowance<TKey> allowance, TKey key, out TimeSpan wait) where TKey : notnull
    {
        var now = clock.GetElapsedTime(opened);
        wait = allowance.WaitOf(key, now);
        if (wait > TimeSpan.Zero) return false;
        allowance.Spend(key, now);
        return true;
    }

    static Task Refuse(HttpContext http, string whose, TimeSpan wait) =>
        new TooMany($"The limit of requests for {whose} is reached. Go on after the pause that Retry-After names.", wait).ExecuteAsync(http);
}

public static class Addresses
{
    /// <summary>One customer of an IPv6 network has a whole /64 to choose addresses from.</summary>
    public static IPAddress Household(this IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
