using System.Diagnostics;
using System.Text.Json.Serialization;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Doneon.Health;

/// <summary>Three questions: does the process live, may it take traffic, and how is the database.</summary>
public static class HealthRoutes
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health.MapGet("/", () => TypedResults.Ok(new Alive("ok", Server.Version))).WithName("health").WithSummary("The process lives; the database is not asked");
        health.MapGet("/ready", Ready).WithName("health_ready").WithSummary("May take traffic; the database is asked only after a request has failed on it")
            .Produces<Readiness>().Produces<Readiness>(StatusCodes.Status503ServiceUnavailable);
        health.MapGet("/db", Database).WithName("health_db").WithSummary("The database: latency, pool, version, TLS")
            .Produces<DatabaseHealth>().Produces<DatabaseHealth>(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Once ready it stays ready until a request has failed, so that a periodic probe lets the compute sleep.</summary>
    static async Task<JsonHttpResult<Readiness>> Ready(Connections connections, PoolFigures figures)
    {
        if (connections.Away && await Ask(connections, figures) is { Problem: { } reason })
            return TypedResults.Json(new Readiness("unavailable", reason), DoneonJson.Default.Readiness, statusCode: StatusCodes.Status503ServiceUnavailable);
        return TypedResults.Json(new Readiness("ready", null), DoneonJson.Default.Readiness);
    }

    static async Task<JsonHttpResult<DatabaseHealth>> Database(Connections connections, PoolFigures figures)
    {
        var health = await Ask(connections, figures);
        return TypedResults.Json(health, DoneonJson.Default.DatabaseHealth,
            statusCode: health.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    static async Task<DatabaseHealth> Ask(Connections connections, PoolFigures figures)
    {
        var (idle, busy) = figures.Now();
        var pool = new PoolHealth(idle, busy, connections.Most);
        using var patience = new CancellationTokenSource(Patience);
        var asks = false;
        try
        {
            // Waited for apart: against a server that hangs, giving up may itself take seconds.
            return await AskIn(connections, pool, () => asks = true, patience.Token).WaitAsync(Patience);
        }
        // All connections are in use by requests: those know better whether the database answers.
        catch (Exception e) when (e is OperationCanceledException or TimeoutException && !asks && busy >= connections.Most)
        {
            return new("unavailable", "All connections are in use.", null, null, null, null, pool);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            connections.Failed();
            return new("unavailable", Reason(e), null, null, null, null, pool);
        }
    }

    static async Task<DatabaseHealth> AskIn(Connections connections, PoolHealth pool, Action opened, CancellationToken patience)
    {
        var started = Stopwatch.GetTimestamp();
        await using var connection = await connections.Open(patience);
        opened();
        var asked = Stopwatch.GetTimestamp();
        await using var command = new NpgsqlCommand(
            "select coalesce((select version || ' ' || cipher from pg_stat_ssl where pid = pg_backend_pid() and ssl), 'off')", connection);
        var tls = (string)(await command.ExecuteScalarAsync(patience))!;
        connections.Answered();
        return new("ok", null, Milliseconds(started, asked), Milliseconds(asked, Stopwatch.GetTimestamp()), connection.PostgreSqlVersion.ToString(), tls, pool);
    }

    /// <summary>Words that help without telling strangers where the database lives.</summary>
    static string Reason(Exception failure) => failure switch
    {
        PostgresException e => $"The database refuses: SQLSTATE {e.SqlState}.",
        OperationCanceledException or TimeoutException => $"The database did not answer within {Patience.TotalSeconds:0.0} s.",
        _ => "The database cannot be reached.",
    };

    static double Milliseconds(long from, long to) => Math.Round(Stopwatch.GetElapsedTime(from, to).TotalMilliseconds, 2);
}

public sealed record Alive(string Status, string Version);

/// <param name="Reason">Why not, when the status is "unavailable".</param>
public sealed record Readiness(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <param name="OpenMs">How long it took to get a connection, from the pool or a new one.</param>
/// <param name="LatencyMs">How long one round trip took.</param>
public sealed record DatabaseHealth(
    string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Problem,
    double? OpenMs, double? LatencyMs, string? ServerVersion, string? Tls, PoolHealth Pool);

public sealed record PoolHealth(int Idle, int Busy, int Most);
