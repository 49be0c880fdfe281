using System.Buffers;
using System.Text;
using System.Text.Json;
using Doneon.Database;
using Npgsql;

namespace Doneon.Exchange;

/// <summary>
/// Writes the tasks of a file, some thousand at a time, each time all of them or none. A task that is there already is left as it is: so what
/// broke off is simply done again.
/// </summary>
sealed class ImportWriting(IAccountDoor account, int mostTasks, Func<Import.Owner, Task<bool>> hasRoom)
{
    const int PieceOfTasks = 2000, PieceOfText = 2 << 20, MostAttempts = 20;

    int mostInPiece = PieceOfTasks;
    bool hasWritten;

    /// <summary>Null when the account is full.</summary>
    public async Task<Brought?> Bring(IEnumerable<ImportedTask> tasks)
    {
        var (brought, piece, text) = (new Brought(0, 0), new List<ImportedTask>(), 0);
        foreach (var task in tasks)
        {
            if (piece.Count >= mostInPiece || text > PieceOfText)
            {
                if (await Write(piece, brought, isLast: false) is not { } more) return null;
                (brought, text) = (more, 0);
                piece.Clear();
            }
            piece.Add(task);
            text += task.Length;
        }
        return piece.Count == 0 ? brought : await Write(piece, brought, isLast: true);
    }

    Task<Brought?> Write(List<ImportedTask> piece, Brought before, bool isLast) =>
        hasWritten ? WriteOrHalve(piece, before, isLast).AfterAWrite() : WriteOrHalve(piece, before, isLast);

    /// <summary>The words of long texts take long to write. What is too much for the time of one request goes in by halves, and so does what follows.</summary>
    async Task<Brought?> WriteOrHalve(List<ImportedTask> piece, Brought before, bool isLast)
    {
        try
        {
            return await WriteAtOnce(piece, before, isLast);
        }
        catch (Exception e) when (piece.Count > 1 && Outage.WasTooMuch(e))
        {
            var half = mostInPiece = piece.Count / 2;
            return await Write(piece[..half], before, isLast: false) is { } more ? await Write(piece[half..], more, isLast) : null;
        }
    }

    async Task<Brought?> WriteAtOnce(List<ImportedTask> piece, Brought before, bool isLast)
    {
        var write = Statement(Json(piece), before);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await account.Ask(door => door.WriteOne<Brought>(write), isLast) is { } brought)
            {
                hasWritten = true;
                mostInPiece = Math.Min(PieceOfTasks, mostInPiece + mostInPiece / 8 + 1);
                return brought;
            }
            if (await Import.Owner.Of(account) is not { } owner || !await hasRoom(owner)) return null;
        }
        throw new DatabaseUnavailableException(mayHaveHappened: hasWritten);
    }

    static string Json(List<ImportedTask> piece)
    {
        var bytes = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var task in piece) task.Write(json);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>
    /// The owner's row is locked first, so that many at once cannot overfill the account. No row when it is full; nor when somebody else wrote
    /// while the lock was waited for, for then this would not see what they have brought.
    /// </summary>
    Write Statement(string json, Brought before) => new($"""
        rows as materialized (
            select * from json_to_recordset({json}::json) row (uid uuid, title text, description text, due_date text, priority text, tags text,
                recursion_pattern text, completed boolean, created_at timestamptz, updated_at timestamptz, deleted_at timestamptz, series uuid,
                series_start text, occurrence text, follows uuid, following jsonb, catch_up boolean)
        ), owner as materialized (
            select id, task_count, changes from "user" where id = {account.UserId} for no key update
        ), seen as materialized (
            select changes from "user" where id = {account.UserId}
        ), fresh as materialized (
            select rows.* from rows where (select true from task where user_id = {account.UserId} and task.uid = rows.uid) is null
        ), room as materialized (
            select id from owner join seen using (changes)
            where task_count + (select count(*) from fresh) <= {mostTasks} or not exists (select from fresh)
        ), written as (
            insert into task (user_id, uid, title, description, due_date, priority, tags, recursion_pattern, completed, created_at, updated_at, deleted_at,
                series, series_start, occurrence, follows, following, catch_up)
            select room.id, uid, title, description, due_date, priority::priority_enum, tags, recursion_pattern, completed,
                coalesce(created_at, now()), coalesce(updated_at, created_at, now()), case when deleted_at > now() then now() else deleted_at end, series, series_start, occurrence,
                case when (select true from task where user_id = {account.UserId} and task.follows = fresh.follows) is null then follows end, following, catch_up
            from fresh cross join room
            returning 1
        )
        """, $"""
        select {before.Added} + (select count(*) from written) as added, {before.AlreadyThere} + (select count(*) from rows) - (select count(*) from written) as there
        from room
        """);

    /// <summary>What came of it so far.</summary>
    public sealed record Brought(long Added, long AlreadyThere) : IKeptRow<Brought>
    {
        static Sql IKeptRow<Brought>.Columns => Sql.Text("added bigint, there bigint");

        public static Brought Read(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetInt64(1));
    }
}
