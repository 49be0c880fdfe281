using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Doneon.Database;

/// <summary>How far an attempt had come when it failed.</summary>
public enum Stage
{
    /// <summary>Getting a connection.</summary>
    Opening,

    /// <summary>Asking a rested connection whether it lives; the statements are not sent.</summary>
    Asking,

    /// <summary>The batch is sent and nothing has come back, not even the result of its first statement.</summary>
    Sent,

    /// <summary>Answers are coming.</summary>
    Answered,
}

/// <summary>What is known of a failed attempt, and so whether it may be repeated.</summary>
public enum Fault
{
    /// <summary>The statement or the settings are wrong, or refused: repeating changes nothing.</summary>
    Final,

    /// <summary>Rolled back or never begun, on a database that is well: repeating is harmless.</summary>
    NothingHappened,

    /// <summary>The database is away, and nothing happened.</summary>
    Away,

    /// <summary>The connection or the answer was lost: a read may be repeated, a write may have happened.</summary>
    Unknown,

    /// <summary>A prepared statement is lost, or out of date: nothing happened, and preparing must stop.</summary>
    Unprepared,

    /// <summary>The server takes no writes, as a standby after a failover: nothing happened, and a new connection may lead to one that does.</summary>
    ReadOnly,
}

/// <summary>The one place that decides what a database failure means.</summary>
public static class Outage
{
    /// <summary>Neon's proxy reports everything as XX000, poolers nearly everything as 08P01: only the text tells. These are passing…</summary>
    static readonly string[] PassingTexts =
    [
        "Couldn't connect to compute node", "Control plane request failed", "Failed to acquire permit",
        "server login failed", "server login has been failing", "cannot connect to server", "query_wait_timeout", "no more connections allowed",
        // A pooler passes on in PostgreSQL's words why it could not log in, and without its SQLSTATE. Neon has the first of them, too.
        "too many connections", "too many clients already", "connection slots are reserved", "the database system is",
        // A pooler's connection ended while it was being made ready for us: our statements were not sent yet.
        "invalid server parameter",
    ];

    /// <summary>… and these say so even within a passing one: a pooler passes on why its own login failed.</summary>
    static readonly string[] LastingTexts =
    [
        "password authentication failed", "endpoint is disabled", "cannot be found", "not allowed", "Endpoint ID is not specified",
        "exceeded the compute time quota", "does not exist", "wrong password", "no such",
    ];

    /// <summary>Poolers say these when the connection behind them broke, perhaps while it worked; the last of them, in the middle of a long statement.</summary>
    static readonly string[] LostTexts = ["server conn crashed", "server closed the connection", "server connection closed"];

    /// <param name="failure">What was thrown.</param>
    /// <param name="stage">How far the attempt had come.</param>
    /// <param name="writes">Whether the door was for writing. Behind one for reading, a refused write is a mistake of ours.</param>
    public static Fault Of(Exception failure, Stage stage, bool writes = false) => stage switch
    {
        // 25001 is what entering meets, whose statement can no longer make its transaction a writing one; 25006 what the write itself meets.
        not Stage.Opening when writes && failure is PostgresException { SqlState: "25001" or "25006" } => Fault.ReadOnly,
        Stage.Opening => OnOpen(failure),
        // The time was up, and nothing was sent. A connection that does not answer this question says so with a time-out of its own.
        Stage.Asking when failure is OperationCanceledException => Fault.NothingHappened,
        Stage.Asking => OnCommand(failure) is var fault and not Fault.Unknown ? fault : Fault.Away,
        // The server answers in order, and commits last. What ends its session before the first result came before all of it.
        Stage.Sent when failure is PostgresException { SqlState: "57P01" or "57P05" } => Fault.Away,
        _ => OnCommand(failure),
    };

    static Fault OnOpen(Exception failure) => failure switch
    {
        PostgresException { SqlState: "XX000" or "08P01" } e => IsPassing(e) || Says(e, LostTexts) ? Fault.Away : Fault.Final,
        PostgresException e => e.SqlState[..2] is "53" or "57" or "58" or "08" ? Fault.Away : Fault.Final,
        // Our own patience ended, or all connections are in use: neither says anything about the database.
        OperationCanceledException => Fault.NothingHappened,
        NpgsqlException e when e.Message.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal) => Fault.NothingHappened,
        // A certificate or a demand (TLS, channel binding) that the server does not meet stays unmet; whatever else is about sockets may pass.
        NpgsqlException { InnerException: null or AuthenticationException } => Fault.Final,
        NpgsqlException or SocketException or IOException or TimeoutException => Fault.Away,
        _ => Fault.Final,
    };

    static Fault OnCommand(Exception failure) => failure switch
    {
        PostgresException e => OfState(e),
        // Ended by our own deadline: when the server confirms that, it has rolled back.
        _ when IsConfirmedCancel(failure) => Fault.NothingHappened,
        NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException => Fault.Unknown,
        _ => Fault.Final,
    };

    static Fault OfState(PostgresException e) => e.SqlState switch
    {
        "40001" or "40P01" or "55P03" => Fault.NothingHappened,
        "26000" or "42P05" => Fault.Unprepared,
        // A newer version changed a column under statements of ours. A pooler that keeps those keeps them beyond our connections, so
        // that new connections would not help. Told by the routine, for the text may be in any language.
        "0A000" when e.Routine == "RevalidateCachedQuery" => Fault.Unprepared,
        // Another request with the same key was faster: the next attempt finds its answer.
        "23505" when e.ConstraintName == "idempotency_key_pkey" => Fault.NothingHappened,
        // The account went meanwhile, and its sessions with it: the next attempt finds that out.
        "23503" when e.ConstraintName == "idempotency_key_user_id_fkey" => Fault.NothingHappened,
        // 57P04 ends sessions of a standby only, where nothing is written: the database was dropped on its primary.
        "57P03" or "57P04" => Fault.Away,
        "57P01" or "57P02" or "57P05" or "40003" => Fault.Unknown,
        "08P01" or "XX000" when Says(e, LostTexts) => Fault.Unknown,
        "08P01" or "XX000" => IsPassing(e) ? Fault.Away : Fault.Final,
        _ => e.SqlState[..2] switch
        {
            "08" or "58" => Fault.Unknown,
            "53" => Fault.NothingHappened,
            _ => Fault.Final,
        },
    };

    /// <summary>Ended by a time-out of the server, or by somebody who looks after it: undone, and repeating would only load it again.</summary>
    public static bool WasEnded(Exception failure) => failure is PostgresException { SqlState: "57014" or "25P04" };

    /// <summary>Ended before it was done, by us or by the server, and undone: with less to do it may come to its end in time.</summary>
    public static bool WasTooMuch(Exception failure) => WasEnded(failure) || failure is DatabaseUnavailableException { MayHaveHappened: false } && IsConfirmedCancel(failure);

    static bool IsConfirmedCancel(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            if (failure is PostgresException { SqlState: "57014" }) return true;
        return false;
    }

    static bool IsPassing(PostgresException e) => Says(e, PassingTexts) && !Says(e, LastingTexts);

    static bool Says(PostgresException e, string[] texts) =>
        texts.Any(text => e.MessageText.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Doubling pauses with jitter, so that many waiting requests do not come back in step; short ones, so that they come back soon.</summary>
    public static TimeSpan Pause(int attempt)
    {
        var most = Math.Min(25 << Math.Min(attempt, 6), 400);
#pragma warning disable CA5394 // jitter needs no secret randomness
        return TimeSpan.FromMilliseconds(Random.Shared.Next(most / 4, most));
#pragma warning restore CA5394
    }
}

/// <summary>The database did not answer in time. <see cref="MayHaveHappened"/> tells the truth about a write.</summary>
public sealed class DatabaseUnavailableException(bool mayHaveHappened, Exception? cause = null)
    : Exception("The database does not answer.", cause)
{
    public bool MayHaveHappened { get; } = mayHaveHappened;
}
