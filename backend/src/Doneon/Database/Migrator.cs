using System.Diagnostics;
using Npgsql;

namespace Doneon.Database;

public sealed record MigrationStatus(IReadOnlyList<Migration> Applied, IReadOnlyList<Migration> Pending, bool Adopts);

/// <summary>
/// Brings the database to what this program needs, over a direct connection: session locks do not survive a pooler.
/// A migration that was cut off is simply run again.
/// </summary>
public sealed class Migrator(NpgsqlDataSource direct, IReadOnlyList<Migration>? migrations = null)
{
    const long LockKey = 0x446F_6E65_6F6E; // "Doneon"
    const int LongestQueueSeconds = 5;
    const int Attempts = 6;

    readonly IReadOnlyList<Migration> _known = migrations ?? Migration.All;

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    public async Task<MigrationStatus> Status(CancellationToken stop = default)
    {
        await using var connection = await direct.OpenConnectionAsync(stop);
        return await Status(connection, stop);
    }

    /// <summary>The names of what Apply would run; refuses what it would refuse, and changes nothing.</summary>
    public async Task<IReadOnlyList<string>> DryRun(CancellationToken stop = default)
    {
        await using var connection = await direct.OpenConnectionAsync(stop);
        var status = await Status(connection, stop);
        if (status.Adopts)
            await Adoptable(connection, stop);
        return [.. status.Pending.Select(migration => Announce(migration, status))];
    }

    /// <summary>Stops unless every migration is applied and the schema is as the code needs it.</summary>
    public async Task Verify(CancellationToken stop = default)
    {
        var pending = (await Status(stop)).Pending;
        if (pending.Count > 0)
            throw Refuse($"the database lacks {string.Join(", ", pending.Select(migration => migration.Name))}: run doneon migrate");
        await SchemaCheck.Run(direct, stop);
    }

    public async Task<IReadOnlyList<string>> Apply(Action<string> log, CancellationToken stop = default)
    {
        await using var connection = await direct.OpenConnectionAsync(stop);
        await Lock(connection, log, stop);
        try
        {
            var status = await Status(connection, stop);
            if (status.Adopts)
                await Adoptable(connection, stop);
            foreach (var migration in status.Pending)
            {
                log(Announce(migration, status));
                await Attempt(migration.Name, connection, () => Run(connection, migration, IsAdopted(migration, status), stop), stop);
            }
            // Its locks keep everybody out for a moment, so it runs only where something is not as it should be.
            if ((await SchemaCheck.Differences(connection, stop)).Count > 0)
                await Attempt("repeatable", connection, () => Repeat(connection, stop), stop);
            return [.. status.Pending.Select(migration => migration.Name)];
        }
        finally
        {
            await Unlock(connection);
        }
    }

    static bool IsAdopted(Migration migration, MigrationStatus status) => status.Adopts && migration.Version == 1;

    static string Announce(Migration migration, MigrationStatus status) =>
        IsAdopted(migration, status) ? $"{migration.Name} (already there: marked as applied)" : migration.Name;

    async Task<MigrationStatus> Status(NpgsqlConnection connection, CancellationToken stop)
    {
        var place = await One(connection, """
            select coalesce(current_schema(), 'none'), to_regclass('public.doneon_migration') is not null,
                exists (select from pg_class where relnamespace = to_regnamespace('public') and relname in ('user', 'task', 'session'))
            """, row => (Schema: row.GetString(0), HasHistory: row.GetBoolean(1), HasTables: row.GetBoolean(2)), stop);
        if (place.Schema != "public")
            throw Refuse($"the login's current schema is {place.Schema}, Doneon needs public: set the login's search_path to public");

        var history = place.HasHistory ? await History(connection, stop) : [];
        var applied = history.Select(Known).ToList();
        var pending = _known.Except(applied).ToList();
        if (pending.FirstOrDefault(migration => migration.Version < history.Count) is { } gap)
            throw Refuse($"the database's history lacks {gap.Name} but goes on after it: the history was edited");
        return new(applied, pending, Adopts: history.Count == 0 && place.HasTables);
    }

    Migration Known((int Version, string Name, string Checksum) row)
    {
        var migration = _known.FirstOrDefault(migration => migration.Version == row.Version)
            ?? throw Refuse($"the database is newer than this program: it has {row.Name}, the last one known here is {_known[^1].Name}; start a newer Doneon");
        if (migration.Name != row.Name || migration.Checksum != row.Checksum)
            throw Refuse($"the database was migrated with another {row.Name} than this program's {migration.Name}: the history was edited");
        return migration;
    }

    static async Task<List<(int Version, string Name, string Checksum)>> History(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select version, name, checksum from public.doneon_migration order by version", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<(int, string, string)>();
        while (await reader.ReadAsync(stop))
            rows.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return rows;
    }

    static async Task Adoptable(NpgsqlConnection connection, CancellationToken stop)
    {
        var differences = await SchemaCheck.Differences(connection, "contract.txt", stop);
        if (differences.Count > 0)
            throw Refuse("the tables that are there cannot be adopted, they differ from the contract: " + string.Join("; ", differences));
    }

    static async Task Run(NpgsqlConnection connection, Migration migration, bool isAdopted, CancellationToken stop)
    {
        if (!migration.IsTransactional)
        {
            await Execute(connection, $"set search_path = public; set statement_timeout = 0; set lock_timeout = '{LongestQueueSeconds}s'", stop);
            foreach (var statement in migration.Statements)
                await Execute(connection, statement, stop);
        }
        await using var transaction = await Begin(connection, stop);
        if (migration.IsTransactional && !isAdopted)
            await Execute(connection, migration.Sql, stop);
        await Record(connection, migration, stop);
        await transaction.CommitAsync(stop);
    }

    static async Task Record(NpgsqlConnection connection, Migration migration, CancellationToken stop)
    {
        await Execute(connection, """
            create table if not exists doneon_migration (
                version integer primary key,
                name text not null,
                checksum text not null,
                applied_at timestamptz not null default current_timestamp
            )
            """, stop);
        await using var insert = new NpgsqlCommand("insert into doneon_migration (version, name, checksum) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await insert.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Role, grants and policies: a restored dump, for one, has no roles.</summary>
    static async Task Repeat(NpgsqlConnection connection, CancellationToken stop)
    {
        var role = Role.NameFor(connection.Database);
        await using var transaction = await Begin(connection, stop);
        await Execute(connection, Migration.Text("repeatable.sql").Replace("{role_text}", $"'{role}'").Replace("{role}", $"\"{role}\""), stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>A transaction that does not queue behind a long read for long: everybody else would queue behind it.</summary>
    static async Task<NpgsqlTransaction> Begin(NpgsqlConnection connection, CancellationToken stop)
    {
        var transaction = await connection.BeginTransactionAsync(stop);
        await Execute(connection, $"set local search_path = public; set local statement_timeout = 0; set local lock_timeout = '{LongestQueueSeconds}s'", stop);
        return transaction;
    }

    static async Task Attempt(string name, NpgsqlConnection connection, Func<Task> step, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await step();
                return;
            }
            catch (PostgresException e) when (IsPassing(e) && attempt < Attempts)
            {
                await Task.Delay(Random.Shared.Next(100, 500) * attempt, stop);
            }
            catch (PostgresException e)
            {
                throw Explain(name, connection, e);
            }
        }
    }

    // Databases of one cluster share the catalogs of roles: two migrations that write there at the same time collide.
    static bool IsPassing(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => true,
        PostgresErrorCodes.InternalError => e.MessageText.StartsWith("tuple concurrently", StringComparison.Ordinal),
        PostgresErrorCodes.UniqueViolation => e.SchemaName is "pg_catalog",
        _ => false,
    };

    static StopException Explain(string name, NpgsqlConnection connection, PostgresException e)
    {
        var login = connection.UserName;
        var role = Role.NameFor(connection.Database);
        return e.SqlState switch
        {
            "DN001" => Refuse(e.MessageText, e),
            PostgresErrorCodes.LockNotAvailable => new(StopException.Database,
                $"{name} could not lock its tables, a long transaction holds them: try again when it has ended", e),
            PostgresErrorCodes.InsufficientPrivilege when e.MessageText.Contains("role", StringComparison.Ordinal) => Refuse(
                $"the login {login} may not create or grant the role {role}: let an administrator run "
                + $"create role \"{role}\" nologin; grant \"{role}\" to \"{login}\"", e),
            PostgresErrorCodes.InsufficientPrivilege => Refuse(
                $"the login {login} may not change the schema ({e.MessageText}): migrate as the owner of the database and its tables", e),
            _ => Refuse($"{name} failed and left nothing behind: {e.MessageText}", e),
        };
    }

    static StopException Refuse(string message, Exception? cause = null) => new(StopException.Schema, message, cause);

    // Asked again and again, never waited for: a session waiting for the lock would keep CREATE INDEX CONCURRENTLY from ending.
    async Task Lock(NpgsqlConnection connection, Action<string> log, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 1; !await TryLock(connection, stop); attempt++)
        {
            if (attempt == 1)
                log("another migration is running: waiting for it");
            if (Stopwatch.GetElapsedTime(started) > LongestWait)
                throw new StopException(StopException.Database, $"another migration has been running for {LongestWait.TotalSeconds:0} seconds: try again when it has ended");
            await Task.Delay(Random.Shared.Next(50, 250), stop);
        }
    }

    static async Task<bool> TryLock(NpgsqlConnection connection, CancellationToken stop) =>
        await One(connection, $"select pg_try_advisory_lock({LockKey})", row => row.GetBoolean(0), stop);

    static async Task Unlock(NpgsqlConnection connection)
    {
        if (connection.State is System.Data.ConnectionState.Open) // else the server has freed it
            await Execute(connection, $"reset search_path; reset statement_timeout; reset lock_timeout; select pg_advisory_unlock({LockKey})", CancellationToken.None);
    }

    static async Task<T> One<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return read(reader);
    }

    static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
