using Doneon.Accounts;
using Npgsql;

namespace Doneon.Database;

/// <summary>
/// A statement that writes in its common table expressions and answers with its select. It is told in two parts, so that what it answers
/// can be kept along with what it writes.
/// </summary>
public sealed record Write(Sql With, Sql Select)
{
    internal Sql Plain => $"with {With} {Select}";

    /// <summary>Two requests with one key that run at once cannot both end here: the second one is undone by the key's index.</summary>
    internal Sql Keeping(long userId, IdempotencyKey key) => $"""
        with {With}, answer as ({Select}), kept as (
            insert into idempotency_key (user_id, key, request, answer)
            select {userId}, {key.Name}, {key.Request}, lines
            from (select jsonb_agg(to_jsonb(answer)) as lines from answer) answered
            where lines is not null and current_setting('app.user_id') <> '' and (select forget_keys(20)) >= 0
        )
        select * from answer
        """;
}

/// <summary>What a client calls a request, so that repeating it is harmless, and which request it was.</summary>
public sealed record IdempotencyKey(string Name, byte[] Request)
{
    public const int LongestName = 128;
}

/// <summary>A row that can be kept and read again: its columns with their types, as <see cref="IRow{T}.Read"/> expects them.</summary>
public interface IKeptRow<out T> : IRow<T> where T : IKeptRow<T>
{
    static abstract Sql Columns { get; }
}

/// <summary>How many rows a statement wrote.</summary>
public sealed record WrittenRows(long Count) : IKeptRow<WrittenRows>
{
    static Sql IKeptRow<WrittenRows>.Columns => Sql.Text("count bigint");

    public static WrittenRows Read(NpgsqlDataReader row) => new(row.GetInt64(0));

    /// <summary>Counts what a writing expression named "written" returns.</summary>
    public static Write Of(Sql writing) => new($"written as ({writing} returning 1)", Sql.Text("select count(*) from written"));
}

/// <summary>The key stands for another request already.</summary>
public sealed class KeyReusedException() : Exception("The idempotency key was used for another request.");

public static class LaterStatement
{
    /// <summary>For a later statement of a request that has written already: if it fails, something has happened all the same.</summary>
    public static async Task<T> AfterAWrite<T>(this Task<T> statement)
    {
        try
        {
            return await statement;
        }
        catch (Exception e) when (e is DatabaseUnavailableException or SessionEndedException || Outage.WasEnded(e))
        {
            throw new DatabaseUnavailableException(mayHaveHappened: true, e);
        }
    }
}
