using Npgsql;

namespace Doneon.Database;

/// <summary>
/// A pooler that gives each transaction another server connection loses prepared statements, or worse: two clients' statements of
/// the same name meet there, and the wrong one runs. So it is asked at start, instead of found out.
/// </summary>
public static class Pooler
{
    public static async Task<(bool Pooled, bool KeepsPrepared)> Detect(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var one = await database.OpenConnectionAsync(stop);
        await using var other = await database.OpenConnectionAsync(stop);
        return await AreDirect(one, other, stop) ? (false, true) : (true, await KeepsPrepared(one, stop));
    }

    /// <summary>
    /// Direct connections keep a server process each, round after round. The order is not even, so that a pooler which deals out
    /// its connections in turn does not look like that.
    /// </summary>
    static async Task<bool> AreDirect(NpgsqlConnection one, NpgsqlConnection other, CancellationToken stop)
    {
        var (first, second) = (await Process(one, stop), await Process(other, stop));
        if (first == second) return false;
        foreach (var (connection, process) in new[] { (other, second), (one, first), (one, first), (other, second) })
            if (await Process(connection, stop) != process) return false;
        return true;
    }

    static async Task<int> Process(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var ask = new NpgsqlCommand("select pg_backend_pid()", connection);
        return (int)(await ask.ExecuteScalarAsync(stop))!;
    }

    /// <summary>A pooler that looks after prepared statements gives them names of its own on the server; one that does not keeps Npgsql's.</summary>
    static async Task<bool> KeepsPrepared(NpgsqlConnection connection, CancellationToken stop)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(stop);
            await using var probe = new NpgsqlCommand("select 1 as doneon_probe", connection, transaction);
            await probe.PrepareAsync(stop);
            await using var ask = new NpgsqlCommand("""
                select coalesce(bool_and(name !~ '^_(p|auto)\d+$'), false) from pg_prepared_statements where statement = 'select 1 as doneon_probe'
                """, connection, transaction);
            var keeps = (bool)(await ask.ExecuteScalarAsync(stop))!;
            // Nothing may stay behind on a server connection that somebody else gets next.
            await probe.UnprepareAsync(stop);
            return keeps;
        }
        catch (PostgresException e) when (Outage.Of(e, Stage.Sent) == Fault.Unprepared)
        {
            return false;
        }
    }
}
