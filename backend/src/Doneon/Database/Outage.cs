using System.Net.Sockets;
using Npgsql;

namespace Doneon.Database;

/// <summary>What is known of a failed attempt, and so whether it may be repeated.</summary>
public enum Fault
{
    /// <summary>The statement itself was wrong or refused: repeating it changes nothing.</summary>
    Final,

    /// <summary>The database rolled the transaction back, or never began it: repeating is harmless.</summary>
    NothingHappened,

    /// <summary>The pooler lost a prepared statement: nothing happened, and preparing must stop.</summary>
    Unprepared,

    /// <summary>The connection or the answer was lost: a read may be repeated, a write may have happened.</summary>
    Unknown,
}

/// <summary>The one place that decides what a database failure means.</summary>
public static class Outage
{
    /// <summary>Neon's proxy reports everything as XX000; these texts mean "try again".</summary>
    static readonly string[] PassingTexts =
    [
        "Couldn't connect to compute node", "Control plane request failed", "Too many connections attempts",
        "Failed to acquire permit",
    ];

    /// <summary>Poolers say these when the connection behind them went away.</summary>
    static readonly string[] PoolerTexts = ["server conn crashed", "server closed the connection", "server login failed", "query_wait_timeout"];

    public static Fault OnOpen(Exception failure) => failure switch
    {
        PostgresException { SqlState: "XX000" or "08P01" } e => Mentions(e, PassingTexts) || Mentions(e, PoolerTexts) ? Fault.NothingHappened : Fault.Final,
        PostgresException e => e.SqlState[..2] is "53" or "57" or "58" or "08" ? Fault.NothingHappened : Fault.Final,
        // A certificate that does not fit stays wrong; everything else about sockets may pass.
        NpgsqlException { InnerException: System.Security.Authentication.AuthenticationException } => Fault.Final,
        // Npgsql's own refusal: the server offers no TLS, no channel binding, or another kind of login than is demanded.
        NpgsqlException { InnerException: null } => Fault.Final,
        NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException => Fault.NothingHappened,
        _ => Fault.Final,
    };

    public static Fault OnCommand(Exception failure) => failure switch
    {
        PostgresException e => OfState(e),
        NpgsqlException or SocketException or IOException or TimeoutException => Fault.Unknown,
        _ => Fault.Final,
    };

    static Fault OfState(PostgresException e) => e.SqlState switch
    {
        "40001" or "40P01" or "55P03" => Fault.NothingHappened,
        "26000" or "42P05" => Fault.Unprepared,
        "57P01" or "57P02" or "57P03" or "57P05" or "08007" or "40003" => Fault.Unknown,
        "08P01" => Mentions(e, PoolerTexts) ? Fault.Unknown : Fault.Final,
        "XX000" => Mentions(e, PassingTexts) ? Fault.NothingHappened : Fault.Final,
        { } state when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal) => Fault.Unknown,
        { } state when state.StartsWith("53", StringComparison.Ordinal) => Fault.NothingHappened,
        _ => Fault.Final,
    };

    static bool Mentions(PostgresException e, string[] texts) =>
        texts.Any(text => e.MessageText.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Doubling pauses with full jitter, so that many waiting requests do not come back in step.</summary>
    public static TimeSpan Pause(int attempt)
    {
        var most = Math.Min(25 << Math.Min(attempt, 6), 1000);
#pragma warning disable CA5394 // jitter needs no secret randomness
        return TimeSpan.FromMilliseconds(Random.Shared.Next(most / 4, most));
#pragma warning restore CA5394
    }
}

/// <summary>The database did not answer in time. <see cref="MayHaveHappened"/> tells the truth about a write.</summary>
public sealed class DatabaseUnavailableException(bool mayHaveHappened, Exception cause)
    : Exception("The database does not answer.", cause)
{
    public bool MayHaveHappened { get; } = mayHaveHappened;
}
