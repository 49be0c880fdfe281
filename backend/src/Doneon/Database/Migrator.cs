using Npgsql;

namespace Doneon.Database;

/// <summary>
/// Brings the database to what this program needs, over a direct connection: session locks do not survive a pooler.
/// A migration that was cut off is simply run again.
/// </summary>
public sealed class Migrator(NpgsqlDataSource direct, IReadOnlyList<Migration>? migrations = null)
{
    const int Attempts = 8;

    readonly MigrationHistory _history = new(migrations ?? Migration.All);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    public async Task<MigrationStatus> Status(CancellationToken stop = default)
    {
        await using var connection = await direct.OpenConnectionAsync(stop);
        return await _history.Read(connection, stop);
    }

    /// <summary>Lines that say what Apply would run; refuses what it would refuse, and changes nothing.</summary>
    public async Task<IReadOnlyList<string>> DryRun(CancellationToken stop = default)
    {
        await using var connection = await direct.OpenConnectionAsync(stop);
        var status = await _history.Read(connection, stop);
        if (status.Adopts) await Adoption.Check(connection, stop);
        return [.. status.Pending.Select(status.Describe)];
    }

    /// <summary>Stops unless every migration is applied and the schema is as the code needs it.</summary>
    public async Task Verify(CancellationToken stop = default)
    {
        await VerifyApplied(stop);
        await SchemaCheck.Run(direct, stop);
    }

    /// <summary>Stops unless every migration is applied.</summary>
    public async Task VerifyApplied(CancellationToken stop = default)
    {
        var pending = (await Status(stop)).Pending;
        if (pending.Count > 0)
            throw new StopException(StopException.Schema,
                $"the database lacks {string.Join(", ", pending.Select(migration => migration.Name))}: run doneon migrate");
    }

    /// <summary>Applies what is pending and gives back the names. Stops unless the schema is then as the code needs it.</summary>
    public async Task<IReadOnlyList<string>> Apply(Action<string> log, CancellationToken stop = default)
    {
        await using var connection = await direct.OpenConnectionAsync(stop);
        if (await IsDone(connection, stop)) return [];
        // Where sessions change, the lock keeps nobody out, and may stay behind with somebody else.
        if (await Pooler.Detect(direct, stop) is (Pooled: true, _))
            throw new StopException(StopException.Database,
                "a pooler stands before the database, and a migration needs a session of its own: set DATABASE_URL_UNPOOLED to the database's own host");
        await using var alone = await MigrationLock.Take(connection, LongestWait, log, stop);
        var status = await _history.Read(connection, stop);
        if (status.Adopts) await Adoption.Check(connection, stop);
        foreach (var migration in status.Pending)
        {
            log($"applying {status.Describe(migration)}");
            await Try(migration.Name, connection, () => Run(connection, migration, status, stop), stop);
        }
        // Its locks keep everybody out for a moment, so it runs only where something is not as it should be.
        if ((await SchemaCheck.Differences(connection, stop)).Count > 0)
        {
            await RunRepeatable(connection, stop);
            // schema.txt describes the program's own migrations.
            if (migrations is null) await SchemaCheck.Run(connection, stop);
        }
        return [.. status.Pending.Select(migration => migration.Name)];
    }

    /// <summary>What somebody dropped cannot be granted: then everything that is missing says more than the statement that failed.</summary>
    static async Task RunRepeatable(NpgsqlConnection connection, CancellationToken stop)
    {
        try
        {
            await Try("the setting of grants and policies", connection, () => Repeat(connection, stop), stop);
        }
        catch (StopException e) when (e.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction,
        })
        {
            await SchemaCheck.Run(connection, stop);
            throw;
        }
    }

    async Task<bool> IsDone(NpgsqlConnection connection, CancellationToken stop)
    {
        if ((await _history.Read(connection, stop)).Pending.Count > 0) return false;
        try
        {
            return (await SchemaCheck.Differences(connection, stop)).Count == 0;
        }
        catch (PostgresException e) when (!MigrationFailure.IsOutage(e))
        {
            return false; // Looked at while another replica changes it: to be looked at again, alone.
        }
    }

    static async Task Run(NpgsqlConnection connection, Migration migration, MigrationStatus status, CancellationToken stop)
    {
        if (!migration.IsTransactional)
        {
            await Execute(connection, Settings("session"), stop);
            foreach (var statement in migration.Statements) await Execute(connection, statement, stop);
        }
        await using var transaction = await Begin(connection, stop);
        if (migration.IsTransactional && !status.IsAdopted(migration)) await Execute(connection, migration.Sql, stop);
        await MigrationHistory.Record(connection, migration, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Role, grants and policies: a restored dump, for one, has no roles.</summary>
    static async Task Repeat(NpgsqlConnection connection, CancellationToken stop)
    {
        var role = Role.NameFor(connection.Database);
        await using var transaction = await Begin(connection, stop);
        var sql = Migration.Text("repeatable.sql").Replace("{role_text}", $"'{role}'").Replace("{role}", $"\"{role}\"");
        await Execute(connection, sql, stop);
        await transaction.CommitAsync(stop);
    }

    static async Task<NpgsqlTransaction> Begin(NpgsqlConnection connection, CancellationToken stop)
    {
        var transaction = await connection.BeginTransactionAsync(stop);
        await Execute(connection, Settings("local"), stop);
        return transaction;
    }

    // Whoever queues for a lock on a table keeps everybody else from it: so never for long, but several times.
    static string Settings(string scope) =>
        $"set {scope} search_path = public; set {scope} statement_timeout = 0; set {scope} lock_timeout = '2s'";

    static async Task Try(string name, NpgsqlConnection connection, Func<Task> step, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await step();
                return;
            }
            catch (PostgresException e) when (MigrationFailure.IsPassing(e) && attempt < Attempts)
            {
                await Task.Delay(Random.Shared.Next(100, 500) * attempt, stop);
            }
            catch (PostgresException e) when (!MigrationFailure.IsOutage(e))
            {
                throw MigrationFailure.Explain(name, connection, e);
            }
        }
    }

    internal static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
