using System.Data;
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
    readonly string enter = Entering(role, "coalesce(live.user_id::text, '')");

    // A request that has been answered before finds the world empty, too: its statement writes nothing again.
    readonly string enterWithKey = Entering(role, "case when kept.key is null then coalesce(live.user_id::text, '') else '' end",
        ", kept.request, kept.answer::text", "left join idempotency_key kept on kept.user_id = live.user_id and kept.key = $5");

    static string Entering(string role, string userId, string columns = "", string join = "") => $"""
        select set_config('role', '{role.Replace("'", "''", StringComparison.Ordinal)}', true),
            set_config('app.user_id', {userId}, true),
            set_config('app.changes', coalesce(live.changes::text, ''), true),
            set_config('transaction_read_only', $4, true),
            live.changes, live.rested{columns}
        from (select 1) one left join lateral (
            select s.user_id, u.changes, s.last_used_at < now() - interval '10 minutes' as rested
            from "user" u join session s on s.user_id = u.id
            where s.token_jti = $1 and s.token = $2 and s.user_id = $3 and not s.revoked and s.expires_at > now()) live on true
            {join}
        """;

    /// <summary>Of a request's time. The rest is for asking the server to cancel, and for its answer to that.</summary>
    const double ShareBeforeCancel = 0.9;

    public Connections Connections => connections;

    /// <summary>When a request that begins now must be answered.</summary>
    public Deadline Begin() => Deadline.In(budget);

    public Door As(CurrentUser me) => new(this, me, readOnly: me.OnlyReads, me.Deadline ?? Begin());

    public Door AsServer(Deadline? deadline = null) => new(this, null, readOnly: false, deadline ?? Begin());

    /// <summary>For reads only: the database refuses a write, so that repeating the statement is always harmless.</summary>
    public Door AsServerReading(Deadline? deadline = null) => new(this, null, readOnly: true, deadline ?? Begin());

    /// <summary>What is asked in one batch. What was kept under a key is read as rows of these columns.</summary>
    internal sealed record Question<T>(Sql? Sql, Func<NpgsqlDataReader, ValueTask<T>> Read, IdempotencyKey? Key = null, Sql? KeptColumns = null);

    internal async Task<T> Run<T>(CurrentUser? me, bool readOnly, Deadline deadline, Question<T> question)
    {
        // Under a key nothing happens twice, however often it is tried.
        var mayRepeat = readOnly || question.Key is not null;
        var (mayHaveHappened, waits) = (false, false);
        using var patience = new CancellationTokenSource(deadline.Left * ShareBeforeCancel);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                // Whoever waits keeps the place until the answer.
                if (connections.Away && !waits && !(waits = connections.TryWait())) throw new DatabaseUnavailableException(mayHaveHappened);
                var progress = new Progress();
                try
                {
                    return await Try(me, readOnly, question, progress, patience.Token).WaitAsync(deadline.Left);
                }
                catch (SessionEndedException e) when (mayHaveHappened)
                {
                    // An attempt before may have been the last that the session did.
                    throw new DatabaseUnavailableException(mayHaveHappened, e);
                }
                catch (Exception e) when (e is not (SessionEndedException or KeyReusedException))
                {
                    // Against a server that hangs the cancel may hang, too: then the attempt is left alone. What it has not sent by now it never will.
                    if (deadline.Left == TimeSpan.Zero) await patience.CancelAsync();
                    var fault = Judge(e, progress.Stage, readOnly);
                    mayHaveHappened |= fault == Fault.Unknown && !readOnly;
                    // A login that is refused at this hour is the database's affair, whatever was asked for; and what is refused now may
                    // have happened in an attempt before.
                    if (fault == Fault.Final && !(e is NpgsqlException && (progress.Stage == Stage.Opening || mayHaveHappened))) throw;
                    var pause = Outage.Pause(attempt);
                    if (fault == Fault.Final || mayHaveHappened && !mayRepeat || pause > deadline.Left)
                        throw new DatabaseUnavailableException(mayHaveHappened, e);
                    await Task.Delay(pause);
                }
            }
        }
        finally
        {
            if (waits) connections.EndWait();
        }
    }

    /// <summary>What a failure means for this request, and for all connections.</summary>
    Fault Judge(Exception failure, Stage stage, bool readOnly)
    {
        var fault = Outage.Of(failure, stage, writes: !readOnly);
        if (fault == Fault.Unprepared) connections.StopPreparing();
        // A connection that fell silent is seldom alone.
        var fellSilent = fault is Fault.Away or Fault.Unknown && failure is OperationCanceledException or TimeoutException or { InnerException: TimeoutException };
        if (fellSilent || fault == Fault.ReadOnly) connections.Renew();
        if (fault is Fault.Away or Fault.Unknown || stage == Stage.Opening && failure is NpgsqlException && fault == Fault.Final) connections.Failed();
        return fault;
    }

    /// <summary>How far an attempt has come: written by the attempt, read by whoever has left it alone, and in step with the cancelling.</summary>
    sealed class Progress
    {
        volatile Stage stage = Stage.Opening;

        public Stage Stage
        {
            get => stage;
            set
            {
                stage = value;
                Interlocked.MemoryBarrier();
            }
        }
    }

    async Task<T> Try<T>(CurrentUser? me, bool readOnly, Question<T> question, Progress progress, CancellationToken cancel)
    {
        await using var connection = await connections.Open(cancel);
        progress.Stage = Stage.Asking;
        await connections.EnsureAlive(connection, writes: !readOnly, cancel);
        await using var batch = Batch(connection, me, readOnly, question.Sql, question.Key);
        // Only a first statement of ours is known to answer before the handler's own is done.
        var enters = me is not null || readOnly;
        progress.Stage = enters ? Stage.Sent : Stage.Answered;
        if (cancel.IsCancellationRequested)
        {
            // Left alone by now: its request has been told that nothing happened, and that must stay true.
            progress.Stage = Stage.Asking;
            cancel.ThrowIfCancellationRequested();
        }
        var ended = false;
        string? kept = null;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            progress.Stage = Stage.Answered;
            if (enters) await reader.ReadAsync(cancel);
            if (me is not null) ended = !Enter(reader, me);
            if (ended) throw new SessionEndedException();
            if (question.Key is { } key) kept = Kept(reader, key);
            if (enters) await reader.NextResultAsync(cancel);
            var result = await question.Read(reader);
            while (await reader.NextResultAsync(cancel)) { }
            connections.Used(connection);
            connections.Answered();
            if (kept is null) return result;
        }
        // What the statement made of the empty world, an error perhaps, is nobody's business.
        catch (Exception e) when (ended && e is not SessionEndedException)
        {
            throw new SessionEndedException();
        }
        catch (PostgresException) when (kept is not null && connection.FullState == ConnectionState.Open) { }
        me!.Repeats = true;
        return await ReadKept(connection, kept, question, cancel);
    }

    /// <summary>What the first of the same requests was answered, as rows once more.</summary>
    static async Task<T> ReadKept<T>(NpgsqlConnection connection, string kept, Question<T> question, CancellationToken cancel)
    {
        if (question.KeptColumns is not { } columns) return default!;
        Sql sql = $"select * from jsonb_to_recordset({kept}::jsonb) as kept({columns})";
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(sql.ToCommand());
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        return await question.Read(reader);
    }

    NpgsqlBatch Batch(NpgsqlConnection connection, CurrentUser? me, bool readOnly, Sql? sql, IdempotencyKey? key)
    {
        // A batch is never used twice: with automatic preparation Npgsql mixes up its statements then (npgsql#6433).
        var batch = connection.CreateBatch();
        if (me is not null)
        {
            var entering = new NpgsqlBatchCommand(key is null ? enter : enterWithKey)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = me.Token.Jti },
                    new NpgsqlParameter<string> { TypedValue = me.Token.Hash },
                    new NpgsqlParameter<long> { TypedValue = me.UserId },
                    new NpgsqlParameter<string> { TypedValue = readOnly ? "on" : "off" },
                },
            };
            if (key is not null) entering.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Name });
            batch.BatchCommands.Add(entering);
        }
        else if (readOnly)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('transaction_read_only', 'on', true)"));
        if (sql is not null) batch.BatchCommands.Add(sql.ToCommand());
        return batch;
    }

    /// <summary>False when the session has ended.</summary>
    static bool Enter(NpgsqlDataReader reader, CurrentUser me)
    {
        if (reader.IsDBNull(4)) return false;
        me.Session = new LiveSession(reader.GetInt64(4), reader.GetBoolean(5));
        return true;
    }

    /// <summary>What was answered to the same request before, if it was.</summary>
    static string? Kept(NpgsqlDataReader reader, IdempotencyKey key)
    {
        if (reader.IsDBNull(6)) return null;
        if (!reader.GetFieldValue<byte[]>(6).AsSpan().SequenceEqual(key.Request)) throw new KeyReusedException();
        return reader.GetString(7);
    }
}

/// <summary>What a handler does with SQL, as somebody.</summary>
public readonly struct Door(Db db, CurrentUser? me, bool readOnly, Deadline deadline)
{
    public Task<T?> One<T>(Sql sql) where T : class, IRow<T> =>
        Run<T?>(sql, async reader => await reader.ReadAsync() ? T.Read(reader) : null);

    public Task<List<T>> Query<T>(Sql sql) where T : IRow<T> => Run(sql, All<T>);

    /// <summary>Writes. A request with an idempotency key does so once: a repetition gets the answer that was kept.</summary>
    public Task<List<T>> Write<T>(Write write) where T : IKeptRow<T> => me?.Key is { } key
        ? db.Run<List<T>>(me, readOnly, deadline, new(write.Keeping(me.UserId, key), All<T>, key, T.Columns))
        : Run(write.Plain, All<T>);

    public async Task<T?> WriteOne<T>(Write write) where T : class, IKeptRow<T> => (await Write<T>(write)).FirstOrDefault();

    /// <summary>Whether this very request has been answered before: for handlers that look at more than the database before they write.</summary>
    public async Task<bool> Repeats()
    {
        if (me?.Key is not { } key) return false;
        await db.Run<bool>(me, readOnly: true, deadline, new(null, static _ => ValueTask.FromResult(false), key));
        return me.Repeats;
    }

    /// <summary>The number of rows that the statement wrote.</summary>
    public Task<int> Execute(Sql sql) => Run(sql, async reader =>
    {
        while (await reader.ReadAsync()) { }
        return reader.RecordsAffected;
    });

    /// <summary>Only asks whether the session lives.</summary>
    public Task Enter() => db.Run<int>(me, readOnly, deadline, new(null, static _ => ValueTask.FromResult(0)));

    Task<T> Run<T>(Sql sql, Func<NpgsqlDataReader, ValueTask<T>> read) => db.Run(me, readOnly, deadline, new Db.Question<T>(sql, read));

    static async ValueTask<List<T>> All<T>(NpgsqlDataReader reader) where T : IRow<T>
    {
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(T.Read(reader));
        return rows;
    }
}
