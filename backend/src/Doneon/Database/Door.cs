using Doneon.Accounts;
using Npgsql;

namespace Doneon.Database;

/// <summary>What a handler does with SQL, as somebody.</summary>
public readonly struct Door(Db db, CurrentUser? me, bool readOnly, Deadline deadline)
{
    public Task<T?> One<T>(Sql sql) where T : class, IRow<T> =>
        Run<T?>(sql, async reader => await reader.ReadAsync() ? T.Read(reader) : null);

    public Task<List<T>> Query<T>(Sql sql) where T : IRow<T> => Run(sql, All<T>);

    /// <summary>For rows that are more than a list of records. It may be read again, from the beginning.</summary>
    public Task<T> Read<T>(Sql sql, Func<NpgsqlDataReader, ValueTask<T>> read) => Run(sql, read);

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
