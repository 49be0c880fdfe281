using System.Net;
using System.Net.Sockets;
using Doneon.Accounts;
using Doneon.Database;

namespace Doneon.Http;

/// <summary>
/// So many requests a minute for each user and for each address, signing in counted apart, and few of one user at the same moment.
/// Each replica counts alone.
/// </summary>
public sealed class RequestLimits(Settings settings, Connections connections, TimeProvider clock)
{
    /// <summary>Marks the routes that make or open an account.</summary>
    public sealed class SignIn;

    const int MostWaiting = 250;
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    static readonly PathString[] Limited = ["/api", "/openapi", "/health/db"];

    readonly Allowance<long> users = new(settings.RequestsPerMinuteUser, Minute);
    readonly Allowance<IPAddress> addresses = new(settings.RequestsPerMinuteAddress, Minute);
    readonly Allowance<IPAddress> signIns = new(settings.SigninsPerMinuteAddress, Minute);
    readonly long opened = clock.GetTimestamp();

    readonly Places places = new(Math.Max(1, settings.PoolSize / 3), MostWaiting);

    /// <summary>Runs before the token is read: also what is refused there costs.</summary>
    public Task ByAddress(HttpContext http, RequestDelegate next)
    {
        var address = http.Connection.RemoteIpAddress?.Household() ?? IPAddress.None;
        var signsIn = http.GetEndpoint()?.Metadata.GetMetadata<SignIn>() is not null;
        // Probes are let through; what costs more than they do is not.
        if (IsLimited(http.Request.Path) && !Passes(addresses, address, out var wait)) return Refuse(http, "this address", wait);
        if (signsIn && !Passes(signIns, address, out wait)) return Refuse(http, "signing in from this address", wait);
        return next(http);
    }

    /// <summary>Only looks: whoever holds a token of a session that has ended must not use up the owner's allowance.</summary>
    public Task ByUser(HttpContext http, RequestDelegate next) =>
        http.Features.Get<CurrentUser>() is { } me && users.WaitOf(me.UserId, clock.GetElapsedTime(opened)) is var wait && wait > TimeSpan.Zero
            ? Refuse(http, "this account", wait) : next(http);

    /// <summary>Counts a request whose session the database has confirmed.</summary>
    public void Count(CurrentUser me) => users.Spend(me.UserId, clock.GetElapsedTime(opened));

    /// <summary>
    /// Waits for one of a user's few places and keeps it until the answer is sent, so that one person's searches leave connections,
    /// and the answers that they are slow to take leave memory, for everybody else.
    /// </summary>
    public async ValueTask<Problem?> TakePlace(HttpContext http, CurrentUser me, Deadline deadline)
    {
        if (places.Enter(me.UserId) is not { } guest) return new TooMany("Too many requests of this account wait at the same time.", TimeSpan.FromSeconds(1));
        http.Response.RegisterForDispose(guest);
        http.Features.Set(guest);
        if (guest.TakesPlace()) return null;
        if (connections.Away) return Unavailable.Away();
        return await guest.TakesPlaceWithin(deadline.Left, http.RequestAborted) ? null : Unavailable.Slow();
    }

    /// <summary>What lasts as long as a slow line does has places of its own.</summary>
    public static void LeavePlace(HttpContext http) => http.Features.Get<Places.Guest>()?.Dispose();

    static bool IsLimited(PathString path)
    {
        foreach (var place in Limited)
            if (path.StartsWithSegments(place)) return true;
        return false;
    }

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
