using System.Data;
using System.Diagnostics;
using Npgsql;

namespace Doneon.Database;

/// <summary>
/// One migration at a time in a database. The lock is asked for again and again, never waited for: a session waiting for it would
/// keep CREATE INDEX CONCURRENTLY from ending.
/// </summary>
sealed class MigrationLock : IAsyncDisposable
{
    internal const long Key = 0x446F_6E65_6F6E; // "Doneon"

    readonly NpgsqlConnection _connection;

    MigrationLock(NpgsqlConnection connection) => _connection = connection;

    public static async Task<MigrationLock> Take(
        NpgsqlConnection connection, TimeSpan longestWait, Action<string> log, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 1; !await Try(connection, stop); attempt++)
        {
            if (attempt == 1) log("another migration is running: waiting for it");
            if (Stopwatch.GetElapsedTime(started) > longestWait)
                throw new StopException(StopException.Database,
                    $"another migration has been running for {longestWait.TotalSeconds:0} seconds: try again when it has ended");
            await Task.Delay(Random.Shared.Next(50, 250), stop);
        }
        return new(connection);
    }

    /// <summary>The connection may go back to a pool that does not reset it; if it is lost, the server has freed the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection.State is ConnectionState.Open)
            await Migrator.Execute(_connection, $"""
                reset search_path; reset statement_timeout; reset lock_timeout; select pg_advisory_unlock({Key})
                """, CancellationToken.None);
    }

    static async Task<bool> Try(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Key})", connection);
        return await command.ExecuteScalarAsync(stop) is true;
    }
}
