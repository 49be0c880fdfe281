using Doneon.Database;
using NodaTime;

namespace Doneon.Accounts;

/// <summary>Who asks: the bearer of a well-signed token, whose session the database confirms with the first statement.</summary>
public sealed class CurrentUser(Token token, bool onlyReads)
{
    public Token Token { get; } = token;

    public long UserId => Token.UserId;

    /// <summary>True for requests that only read: the database then refuses any write.</summary>
    public bool OnlyReads { get; } = onlyReads;

    /// <summary>Set once the request has arrived in full: a slow line is not the server's time.</summary>
    public Deadline? Deadline { get; set; }

    /// <summary>What the client calls this request, if it does.</summary>
    public IdempotencyKey? Key { get; internal set; }

    /// <summary>The request has been answered before, and was answered the same again.</summary>
    public bool Repeats { get; internal set; }

    /// <summary>Handlers ask for it as a parameter; <see cref="Identify"/> has put it there.</summary>
    public static ValueTask<CurrentUser?> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.Get<CurrentUser>());

    /// <summary>Set by <see cref="Db"/> once the database has confirmed the session in this request.</summary>
    public LiveSession? Session { get; internal set; }
}

/// <param name="State">Of the user's tasks, at the moment of entering: the change counter, and where it counts.</param>
/// <param name="Rested">Whether the last recorded use lies more than ten minutes back.</param>
/// <param name="TimeZone">The user's, by its IANA name.</param>
public sealed record LiveSession(string State, bool Rested, string TimeZone)
{
    /// <summary>What the user's clocks show.</summary>
    public LocalDateTime Now(TimeProvider clock) => TimeZones.Now(TimeZone, clock);
}

/// <summary>The session is revoked, expired or unknown.</summary>
public sealed class SessionEndedException() : Exception("The session has ended.");
