using System.Net.Sockets;
using System.Security.Authentication;
using Doneon.Database;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>What a failure means, row by row.</summary>
public class OutageTests
{
    static PostgresException Said(string state, string text = "") => new(text, "FATAL", "FATAL", state);

    [Theory]
    // Opening: nothing has happened; the only question is whether it may pass.
    [InlineData(Stage.Opening, "57P03", "the database system is starting up", Fault.Away)]
    [InlineData(Stage.Opening, "57P03", "the database system is in recovery mode", Fault.Away)]
    [InlineData(Stage.Opening, "57P01", "terminating connection", Fault.Away)]
    [InlineData(Stage.Opening, "53300", "too many connections", Fault.Away)]
    [InlineData(Stage.Opening, "58000", "system error", Fault.Away)]
    [InlineData(Stage.Opening, "08006", "connection failure", Fault.Away)]
    [InlineData(Stage.Opening, "28P01", "password authentication failed for user \"x\"", Fault.Final)]
    [InlineData(Stage.Opening, "28000", "no pg_hba.conf entry", Fault.Final)]
    [InlineData(Stage.Opening, "3D000", "database \"x\" does not exist", Fault.Final)]
    [InlineData(Stage.Opening, "42501", "permission denied for database", Fault.Final)]
    [InlineData(Stage.Opening, "XX000", "Couldn't connect to compute node", Fault.Away)]
    [InlineData(Stage.Opening, "XX000", "Control plane request failed", Fault.Away)]
    [InlineData(Stage.Opening, "XX000", "Too many connections attempts", Fault.Away)]
    [InlineData(Stage.Opening, "XX000", "Failed to acquire permit to connect to the database", Fault.Away)]
    [InlineData(Stage.Opening, "XX000", "password authentication failed for user 'x'", Fault.Final)]
    [InlineData(Stage.Opening, "XX000", "The endpoint is disabled. Enable it using Neon API and retry.", Fault.Final)]
    [InlineData(Stage.Opening, "XX000", "Control plane request failed: endpoint is disabled", Fault.Final)]
    [InlineData(Stage.Opening, "XX000", "The requested endpoint could not be found, or endpoint ep-x cannot be found", Fault.Final)]
    [InlineData(Stage.Opening, "XX000", "This IP address 1.2.3.4 is not allowed to connect to this endpoint", Fault.Final)]
    [InlineData(Stage.Opening, "XX000", "Endpoint ID is not specified", Fault.Final)]
    [InlineData(Stage.Opening, "XX000", "Your account or project has exceeded the compute time quota", Fault.Final)]
    [InlineData(Stage.Opening, "XX000", "something new", Fault.Final)]
    [InlineData(Stage.Opening, "08P01", "server login failed: FATAL the database system is starting up", Fault.Away)]
    [InlineData(Stage.Opening, "08P01", "server login has been failing, try again later (server_login_retry)", Fault.Away)]
    [InlineData(Stage.Opening, "08P01", "server login failed: FATAL password authentication failed for user \"x\"", Fault.Final)]
    [InlineData(Stage.Opening, "08P01", "no such database: x", Fault.Final)]
    [InlineData(Stage.Opening, "08P01", "unsupported startup parameter in options: a", Fault.Final)]
    [InlineData(Stage.Opening, "08P01", "no more connections allowed (max_client_conn)", Fault.Away)]
    [InlineData(Stage.Opening, "08P01", "sorry, too many clients already", Fault.Away)]
    [InlineData(Stage.Opening, "08P01", "remaining connection slots are reserved for non-replication superuser connections", Fault.Away)]
    [InlineData(Stage.Opening, "57P04", "database was dropped", Fault.Away)]
    // Asking whether a connection lives: no statement is sent yet.
    [InlineData(Stage.Asking, "57P01", "terminating connection due to administrator command", Fault.Away)]
    [InlineData(Stage.Asking, "57P05", "terminating connection due to idle-session timeout", Fault.Away)]
    [InlineData(Stage.Asking, "08P01", "server conn crashed?", Fault.Away)]
    [InlineData(Stage.Asking, "26000", "prepared statement \"_p1\" does not exist", Fault.Unprepared)]
    [InlineData(Stage.Asking, "42P05", "prepared statement \"_p1\" already exists", Fault.Unprepared)]
    // The batch is sent, not even its first result has come: what ended the session came before all of it.
    [InlineData(Stage.Sent, "57P01", "terminating connection due to administrator command", Fault.Away)]
    [InlineData(Stage.Sent, "57P05", "terminating connection due to idle-session timeout", Fault.Away)]
    [InlineData(Stage.Sent, "57P03", "cannot connect now", Fault.Away)]
    [InlineData(Stage.Sent, "57P02", "terminating connection because of crash of another server process", Fault.Unknown)]
    [InlineData(Stage.Sent, "08P01", "server conn crashed?", Fault.Unknown)]
    [InlineData(Stage.Sent, "08P01", "server connection closed", Fault.Unknown)]
    [InlineData(Stage.Sent, "08P01", "server closed the connection unexpectedly", Fault.Unknown)]
    [InlineData(Stage.Sent, "08P01", "query_wait_timeout", Fault.Away)]
    [InlineData(Stage.Sent, "08P01", "invalid server parameter", Fault.Away)]
    [InlineData(Stage.Sent, "08P01", "invalid message format", Fault.Final)]
    [InlineData(Stage.Sent, "26000", "prepared statement does not exist", Fault.Unprepared)]
    [InlineData(Stage.Sent, "XX000", "cache lookup failed", Fault.Final)]
    [InlineData(Stage.Sent, "08P01", "too many connections for role \"x\"", Fault.Away)]
    // Answers were coming.
    [InlineData(Stage.Answered, "57P04", "terminating connection due to conflict with recovery", Fault.Away)]
    [InlineData(Stage.Answered, "25P04", "terminating connection due to transaction timeout", Fault.Final)]
    [InlineData(Stage.Answered, "0A000", "cached plan must not change result type", Fault.Final)]
    [InlineData(Stage.Answered, "57P01", "terminating connection due to administrator command", Fault.Unknown)]
    [InlineData(Stage.Answered, "57P02", "", Fault.Unknown)]
    [InlineData(Stage.Answered, "57P05", "", Fault.Unknown)]
    [InlineData(Stage.Answered, "08007", "transaction resolution unknown", Fault.Unknown)]
    [InlineData(Stage.Answered, "08006", "", Fault.Unknown)]
    [InlineData(Stage.Answered, "40003", "statement completion unknown", Fault.Unknown)]
    [InlineData(Stage.Answered, "58030", "could not read", Fault.Unknown)]
    [InlineData(Stage.Answered, "40001", "could not serialize access", Fault.NothingHappened)]
    [InlineData(Stage.Answered, "40P01", "deadlock detected", Fault.NothingHappened)]
    [InlineData(Stage.Answered, "55P03", "lock not available", Fault.NothingHappened)]
    [InlineData(Stage.Answered, "53100", "disk full", Fault.NothingHappened)]
    [InlineData(Stage.Answered, "53200", "out of memory", Fault.NothingHappened)]
    [InlineData(Stage.Answered, "57014", "canceling statement due to user request", Fault.Final)]
    [InlineData(Stage.Answered, "25006", "read-only transaction", Fault.Final)]
    [InlineData(Stage.Answered, "25P02", "current transaction is aborted", Fault.Final)]
    [InlineData(Stage.Answered, "23505", "duplicate key", Fault.Final)]
    [InlineData(Stage.Answered, "42501", "permission denied", Fault.Final)]
    [InlineData(Stage.Answered, "XX001", "data corrupted", Fault.Final)]
    public void What_the_server_says_decides(Stage stage, string state, string text, Fault fault) =>
        Assert.Equal(fault, Outage.Of(Said(state, text), stage));

    [Theory, InlineData("25001"), InlineData("25006")]
    public void A_server_that_takes_no_writes_is_to_blame_only_when_one_was_asked_for(string state)
    {
        Assert.Equal(Fault.ReadOnly, Outage.Of(Said(state), Stage.Sent, writes: true));
        Assert.Equal(Fault.Final, Outage.Of(Said(state), Stage.Answered));
    }

    public static TheoryData<string, Stage, Fault> Breaks()
    {
        var data = new TheoryData<string, Stage, Fault>();
        foreach (var broken in new[] { "socket", "stream", "time-out", "npgsql" })
        {
            data.Add(broken, Stage.Opening, Fault.Away);
            data.Add(broken, Stage.Asking, Fault.Away);
            data.Add(broken, Stage.Sent, Fault.Unknown);
            data.Add(broken, Stage.Answered, Fault.Unknown);
        }
        data.Add("patience", Stage.Opening, Fault.NothingHappened);
        data.Add("patience", Stage.Asking, Fault.NothingHappened);
        data.Add("patience", Stage.Sent, Fault.Unknown);
        data.Add("confirmed cancel", Stage.Sent, Fault.NothingHappened);
        data.Add("pool", Stage.Opening, Fault.NothingHappened);
        data.Add("certificate", Stage.Opening, Fault.Final);
        data.Add("no TLS", Stage.Opening, Fault.Final);
        data.Add("mistake", Stage.Opening, Fault.Final);
        data.Add("mistake", Stage.Answered, Fault.Final);
        return data;
    }

    [Theory, MemberData(nameof(Breaks))]
    public void A_broken_connection_is_judged_by_how_far_it_had_come(string broken, Stage stage, Fault fault) => Assert.Equal(fault, Outage.Of(broken switch
    {
        "socket" => new SocketException((int)SocketError.ConnectionReset),
        "stream" => new IOException(),
        "time-out" => new TimeoutException(),
        "npgsql" => new NpgsqlException("Exception while reading from stream", new EndOfStreamException()),
        "patience" => new OperationCanceledException(),
        "confirmed cancel" => new OperationCanceledException("cancelled", Said("57014")),
        "pool" => new NpgsqlException("The connection pool has been exhausted, either raise …", new TimeoutException()),
        "certificate" => new NpgsqlException("Exception while performing SSL handshake", new AuthenticationException()),
        "no TLS" => new NpgsqlException("SSL connection requested. No SSL enabled connection from this host is configured."),
        _ => new InvalidOperationException(),
    }, stage));
}
