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
        // Direct connections keep their own server process each, round after round.
        var (first, second) = (await Process(one, stop), await Process(other, stop));
        var direct = first != second && await Process(one, stop) == first && await Process(other, stop) == second;
        return direct ? (false, true) : (true, await KeepsPrepared(one, stop));
    }

    static async Task<int> Process(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var ask = new NpgsqlCommand("select pg_backend_pid()", connection);
        return (int)(await ask.ExecuteScalarAsync(stop))!;
    }

    /// <summary>A pooler that looks after prepared statements gives them names of its own on the server.</summary>
    static async Task<bool> KeepsPrepared(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var probe = new NpgsqlCommand("select 1 as doneon_probe", connection, transaction);
        await probe.PrepareAsync(stop);
        await using var ask = new NpgsqlCommand(
            "select exists (select from pg_prepared_statements where statement like '%doneon\\_probe%' and name like 'PGBOUNCER%')", connection, transaction);
        return (bool)(await ask.ExecuteScalarAsync(stop))!;
    }
}
