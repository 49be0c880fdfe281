using System.Diagnostics;
using Doneon.Accounts;
using Npgsql;

namespace Doneon.Database;

/// <summary>
/// The only way to run SQL. <see cref="As"/> is the door for handlers: one batch, one round trip, which first enters the user's
/// world and runs the statement there under row-level security. <see cref="AsServer"/> is for what has no user yet.
/// </summary>
public sealed class Db(Connections connections, string role, TimeSpan budget)
{
    // Chosen by measurement, see docs/decisions/0002-enter.md. Without a live session the world is empty.
    readonly string enter = $"""
        select set_config('role', '{role.Replace("'", "''", StringComparison.Ordinal)}', true),
            set_config('app.user_id', coalesce(live.user_id::text, ''), true),
            set_config('app.changes', coalesce(live.changes::text, ''), true),
            set_config('transaction_read_only', $4, true),
            live.changes, live.rested
        from (select 1) one left join lateral (
            select s.user_id, u.changes, s.last_used_at < now() - interval '10 minutes' as rested
            from session s join "user" u on u.id = s.user_id
            where s.token_jti = $1 and s.token = $2 and s.user_id = $3 and not s.revoked and s.expires_at > now()) live on true
        """;

    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public Connections Connections => connections;

    public Door As(CurrentUser me) => new(this, me, readOnly: me.OnlyReads);

    public Door AsServer() => new(this, null, readOnly: false);

    /// <summary>For reads only: the database refuses a write, so that repeating the statement is always harmless.</summary>
    public Door AsServerReading() => new(this, null, readOnly: true);

    internal async Task<T> Run<T>(CurrentUser? me, bool readOnly, Sql? sql, Func<NpgsqlDataReader, ValueTask<T>> read)
    {
        using var deadline = new CancellationTokenSource(budget);
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var stage = Stage.Opening;
            try
            {
                // At the deadline Npgsql asks the server to cancel, which itself may hang: then the attempt is left alone to end.
                return await Try(me, readOnly, sql, read, reached => stage = reached, deadline.Token)
                    .WaitAsync(budget + Grace - Stopwatch.GetElapsedTime(started));
            }
            catch (Exception e) when (e is not SessionEndedException)
            {
                var fault = Outage.Of(e, stage);
                // A login that is refused at this hour is the database's affair, whatever was asked for.
                if (fault == Fault.Final && stage == Stage.Opening && e is NpgsqlException)
                {
                    connections.Failed();
                    throw new DatabaseUnavailableException(mayHaveHappened: false, e);
                }
                if (fault == Fault.Final) throw;
                if (fault == Fault.Unprepared) connections.StopPreparing();
                if (fault is Fault.Away or Fault.Unknown) connections.Failed();
                var mayHaveHappened = fault == Fault.Unknown && !readOnly;
                var pause = Outage.Pause(attempt);
                if (mayHaveHappened || Stopwatch.GetElapsedTime(started) + pause > budget)
                    throw new DatabaseUnavailableException(mayHaveHappened, e);
                await Task.Delay(pause);
            }
        }
    }

    async Task<T> Try<T>(
        CurrentUser? me, bool readOnly, Sql? sql, Func<NpgsqlDataReader, ValueTask<T>> read, Action<Stage> reached, CancellationToken cancel)
    {
        await using var connection = await connections.Open(cancel);
        reached(Stage.Asking);
        if (!readOnly) await connections.EnsureAlive(connection, cancel);
        // An attempt that was left alone sends nothing any more: its request has been told that nothing happened.
        cancel.ThrowIfCancellationRequested();
        await using var batch = Batch(connection, me, readOnly, sql);
        // Only a first statement of ours is known to answer before the handler's own is done.
        var enters = me is not null || readOnly;
        // Given up while it was asking: the answer has been told, and must stay true.
        cancel.ThrowIfCancellationRequested();
        reached(enters ? Stage.Sent : Stage.Answered);
        var ended = false;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            reached(Stage.Answered);
            if (enters) ended = !await Enter(reader, me);
            if (ended) throw new SessionEndedException();
            var result = await read(reader);
            while (await reader.NextResultAsync(cancel)) { }
            connections.Used(connection);
            connections.Answered();
            return result;
        }
        catch (Exception e) when (ended && e is not SessionEndedException)
        {
            // What the statement made of the empty world, an error perhaps, is nobody's business.
            throw new SessionEndedException();
        }
    }

    NpgsqlBatch Batch(NpgsqlConnection connection, CurrentUser? me, bool readOnly, Sql? sql)
    {
        // A batch is never used twice: with automatic preparation Npgsql mixes up its statements then (npgsql#6433).
        var batch = connection.CreateBatch();
        if (me is not null)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(enter)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = me.Token.Jti },
                    new NpgsqlParameter<string> { TypedValue = me.Token.Hash },
                    new NpgsqlParameter<long> { TypedValue = me.UserId },
                    new NpgsqlParameter<string> { TypedValue = readOnly ? "on" : "off" },
                },
            });
        else if (readOnly)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('transaction_read_only', 'on', true)"));
        if (sql is not null) batch.BatchCommands.Add(sql.ToCommand());
        return batch;
    }

    /// <summary>False when the session has ended.</summary>
    static async ValueTask<bool> Enter(NpgsqlDataReader reader, CurrentUser? me)
    {
        await reader.ReadAsync();
        if (me is not null)
        {
            if (await reader.IsDBNullAsync(4)) return false;
            me.Session = new LiveSession(reader.GetInt64(4), reader.GetBoolean(5));
        }
        await reader.NextResultAsync();
        return true;
    }
}

/// <summary>What a handler does with SQL, as somebody.</summary>
public readonly struct Door(Db db, CurrentUser? me, bool readOnly)
{
    public Task<T?> One<T>(Sql sql) where T : class, IRow<T> =>
        Run<T?>(sql, async reader => await reader.ReadAsync() ? T.Read(reader) : null);

    public Task<List<T>> Query<T>(Sql sql) where T : IRow<T> => Run(sql, async reader =>
    {
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(T.Read(reader));
        return rows;
    });

    /// <summary>The number of rows that the statement wrote.</summary>
    public Task<int> Execute(Sql sql) => Run(sql, async reader =>
    {
        while (await reader.ReadAsync()) { }
        return reader.RecordsAffected;
    });

    /// <summary>Only asks whether the session lives.</summary>
    public Task Enter() => db.Run(me, readOnly, null, static _ => ValueTask.FromResult(0));

    Task<T> Run<T>(Sql sql, Func<NpgsqlDataReader, ValueTask<T>> read) => db.Run(me, readOnly, sql, read);
}
