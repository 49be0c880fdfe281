using System.Data;
using Doneon.Accounts;
using Npgsql;

namespace Doneon.Database;

/// <summary>
/// The only way to run SQL. <see cref="As"/> is the door for handlers: one batch, one round trip, which first enters the user's
/// world and runs the statement there under row-level security. <see cref="AsServer"/> is for what has no user yet.
/// </summary>
/// <param name="needsSession">False on the command line: who may use that has the database itself.</param>
public sealed class Db(Connections connections, string role, TimeSpan budget, bool needsSession = true)
{
    readonly Entering entering = new(role, needsSession);

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
        using var patience = new Patience(deadline.Left * ShareBeforeCancel);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                // Whoever waits keeps the place until the answer.
                if (connections.Away && !waits && !(waits = connections.TryWait())) throw new DatabaseUnavailableException(mayHaveHappened);
                var progress = new Progress();
                var attempted = Try(me, readOnly, question, progress, patience.Token);
                try
                {
                    return await attempted.WaitAsync(deadline.Left);
                }
                catch (SessionEndedException e) when (mayHaveHappened)
                {
                    // An attempt before may have been the last that the session did.
                    throw new DatabaseUnavailableException(mayHaveHappened, e);
                }
                catch (Exception e) when (e is not (SessionEndedException or KeyReusedException))
                {
                    // A server that hangs may not even confirm a cancel: then the attempt is left alone, and what it has not sent by now it never will.
                    if (!attempted.IsCompleted) patience.End();
                    var fault = Judge(e, progress.Stage, readOnly);
                    mayHaveHappened |= fault == Fault.Unknown && !readOnly;
                    // A login that is refused at this hour is the database's affair, whatever was asked for; and what is refused now may
                    // have happened in an attempt before.
                    var isUnavailable = fault != Fault.Final || e is NpgsqlException && (progress.Stage == Stage.Opening || mayHaveHappened);
                    if (!isUnavailable) throw;
                    var pause = Outage.Pause(attempt);
                    var isOver = patience.IsOver || pause > deadline.Left;
                    if (fault == Fault.Final || isOver || mayHaveHappened && !mayRepeat) throw new DatabaseUnavailableException(mayHaveHappened, e);
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
        var fellSilent = stage != Stage.Opening && fault is (Fault.Away or Fault.Unknown) && IsTimeOut(failure);
        // One that fell silent is seldom alone.
        if (fellSilent || fault == Fault.ReadOnly) connections.Renew();
        // Whether the database is there, the next connection will tell.
        var wasSilentBefore = fellSilent && stage == Stage.Asking;
        var isRefused = stage == Stage.Opening && fault == Fault.Final && failure is NpgsqlException;
        if (fault is (Fault.Away or Fault.Unknown) && !wasSilentBefore || isRefused) connections.Failed();
        return fault;
    }

    static bool IsTimeOut(Exception failure) => failure is OperationCanceledException or TimeoutException or { InnerException: TimeoutException };

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
        cancel.ThrowIfCancellationRequested();
        await using var connection = await connections.Open(cancel);
        progress.Stage = Stage.Asking;
        cancel.ThrowIfCancellationRequested();
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
            if (me is not null) ended = !Entering.Succeeded(reader, me);
            if (ended) throw new SessionEndedException();
            if (question.Key is { } key) kept = Entering.Kept(reader, key);
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
        if (me is not null) batch.BatchCommands.Add(entering.Command(me, readOnly, key));
        else if (readOnly) batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('transaction_read_only', 'on', true)"));
        if (sql is not null) batch.BatchCommands.Add(sql.ToCommand());
        return batch;
    }
}
