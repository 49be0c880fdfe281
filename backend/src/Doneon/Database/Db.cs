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
            set_config('transaction_read_only', $3, true),
            live.user_id, live.id, live.changes, live.rested
        from (select 1) one left join lateral (
            select s.id, s.user_id, u.changes, s.last_used_at < now() - interval '10 minutes' as rested
            from session s join "user" u on u.id = s.user_id
            where s.token_jti = $1 and s.token = $2 and not s.revoked and s.expires_at > now()) live on true
        """;

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
            var sent = false;
            try
            {
                await using var connection = await connections.Open(deadline.Token);
                if (!readOnly) await connections.EnsureAlive(connection, deadline.Token);
                await using var batch = Batch(connection, me, readOnly, sql, again: attempt > 1);
                sent = true;
                await using var reader = await batch.ExecuteReaderAsync(deadline.Token);
                if (me is not null || readOnly) await Enter(reader, me);
                var result = await read(reader);
                while (await reader.NextResultAsync(deadline.Token)) { }
                connections.Used(connection);
                connections.Answered();
                return result;
            }
            catch (Exception e) when (e is not SessionEndedException)
            {
                var fault = sent ? Outage.OnCommand(e) : Outage.OnOpen(e);
                if (e is OperationCanceledException) fault = sent ? Fault.Unknown : Fault.NothingHappened;
                if (fault == Fault.Final) throw;
                if (fault == Fault.Unprepared) connections.StopPreparing();
                if (fault == Fault.Unknown) connections.Failed();
                var unknown = fault == Fault.Unknown && !readOnly;
                var pause = Outage.Pause(attempt);
                if (unknown || Stopwatch.GetElapsedTime(started) + pause > budget) throw new DatabaseUnavailableException(unknown, e);
                await Task.Delay(pause, CancellationToken.None);
            }
        }
    }

    NpgsqlBatch Batch(NpgsqlConnection connection, CurrentUser? me, bool readOnly, Sql? sql, bool again)
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
                    new NpgsqlParameter<string> { TypedValue = readOnly ? "on" : "off" },
                },
            });
        else if (readOnly)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('transaction_read_only', 'on', true)"));
        if (sql is not null) batch.BatchCommands.Add(sql.ToCommand(again));
        return batch;
    }

    static async ValueTask Enter(NpgsqlDataReader reader, CurrentUser? me)
    {
        await reader.ReadAsync();
        if (me is not null)
        {
            if (await reader.IsDBNullAsync(4) || reader.GetInt64(4) != me.UserId) throw new SessionEndedException();
            me.Session = new LiveSession(reader.GetInt64(5), reader.GetInt64(6), reader.GetBoolean(7));
        }
        await reader.NextResultAsync();
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
