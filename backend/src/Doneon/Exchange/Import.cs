using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Doneon.Database;
using Doneon.Http;
using NodaTime;
using Npgsql;

namespace Doneon.Exchange;

/// <summary>
/// Brings a file in. It is read through before anything is written; then its tasks go in some thousand at a time. A task that is there already
/// is left as it is: so an import that broke off is simply done again.
/// </summary>
sealed class Import(IAccountDoor account, ImportFormat format, ImportFile file, int mostTasks)
{
    const int PieceOfTasks = 2000, PieceOfBytes = 4 << 20, MostTold = 100, MostShown = 20, RowsInOneGo = 500, MostAttempts = 20;

    static readonly Duration InTrash = Duration.FromDays(30);

    readonly List<BadLine> bad = [];
    readonly List<PreviewTask> shown = [];
    readonly List<string> uids = [];
    int total, badCount;

    /// <summary>Where the account is, and how full.</summary>
    public sealed record Owner(string TimeZone, long Tasks) : IRow<Owner>
    {
        public static Owner Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt64(1));

        public static Task<Owner?> Of(IAccountDoor account) =>
            account.Ask(door => door.One<Owner>($"select time_zone, task_count from \"user\" where id = {account.UserId}"));
    }

    /// <summary>UTF-8 without its mark, or what is wrong.</summary>
    public static ReadOnlyMemory<byte> Decoded(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new UnreadableFileException("is UTF-16. Save it as UTF-8, then try again.");
        if (bytes.Span.StartsWith("PK\u0003\u0004"u8)) throw new UnreadableFileException("is a ZIP archive. Unpack it: an export of Vikunja has its tasks in data.json.");
        if (!Utf8.IsValid(bytes.Span)) throw new UnreadableFileException("is not UTF-8. Save it as UTF-8, then try again.");
        return bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }

    /// <summary>Reads the whole file and writes nothing.</summary>
    public async Task Check(CancellationToken stop)
    {
        foreach (var (row, task, errors) in Tasks(file))
        {
            total++;
            if (errors.Count > 0) Note(row.Line, errors);
            if (task is not null) uids.Add(task.Uid);
            if (task is not null && shown.Count < MostShown) shown.Add(task.Preview(row.Line));
            if (total % RowsInOneGo != 0) continue;
            stop.ThrowIfCancellationRequested();
            // A large file shall not keep a thread from everybody else's requests.
            await Task.Yield();
        }
    }

    public bool HasBad => badCount > 0;

    /// <summary>So that a file for which there is no room stays out as a whole.</summary>
    public async Task<bool> HasRoom(Owner owner) => owner.Tasks + uids.Count <= mostTasks || owner.Tasks + uids.Count - await CountThere() <= mostTasks;

    /// <summary>What would come of it.</summary>
    public async Task<ImportReport> Foretold()
    {
        var there = await CountThere();
        return Report(dryRun: true, uids.Count - there, there);
    }

    public ImportReport Report(bool dryRun, long added, long alreadyThere) => new(
        ImportFormat.NameOf(format), dryRun, total, added, alreadyThere, badCount, bad, file.LeftOut.Items, format.Mapping(file), dryRun ? shown : null);

    /// <summary>How many of the file's tasks are there already.</summary>
    async Task<long> CountThere()
    {
        var (there, names) = (0L, uids.ToArray());
        // A text that might be no UUID must not be compared within: that could tell something of other rows, and so no index would be used.
        foreach (var some in names.Chunk(10_000))
            there += (await account.Ask(door => door.One<WrittenRows>($"""
                with given as materialized (select one::uuid as uid from unnest({some}) one)
                select count(*) from given where (select true from task where user_id = {account.UserId} and task.uid = given.uid) is not null
                """)))!.Count;
        return there;
    }

    /// <summary>Null when the account is full.</summary>
    public async Task<Brought?> Bring()
    {
        // The second reading is the first over again: what it leaves out has been told.
        var brought = new Brought(0, 0);
        var (piece, json, count, isFirst) = (new ArrayBufferWriter<byte>(64 * 1024), (Utf8JsonWriter?)null, 0, true);
        foreach (var (_, task, _) in Tasks(file with { LeftOut = new() }))
        {
            if (task is null) continue;
            if (count == PieceOfTasks || piece.WrittenCount > PieceOfBytes)
            {
                if (await Write(piece, json!, brought, isFirst, isLast: false) is not { } more) return null;
                (brought, json, count, isFirst) = (more, null, 0, false);
            }
            if (json is null)
            {
                piece.ResetWrittenCount();
                json = new(piece);
                json.WriteStartArray();
            }
            task.Write(json);
            json.Flush();
            count++;
        }
        return json is null ? brought : await Write(piece, json, brought, isFirst, isLast: true);
    }

    async Task<Brought?> Write(ArrayBufferWriter<byte> piece, Utf8JsonWriter json, Brought before, bool isFirst, bool isLast)
    {
        json.WriteEndArray();
        await json.DisposeAsync();
        var write = Statement(Encoding.UTF8.GetString(piece.WrittenSpan), before);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var written = account.Ask(door => door.WriteOne<Brought>(write), isLast);
            if (await (isFirst ? written : written.AfterAWrite()) is { } brought) return brought;
            if (await Owner.Of(account) is not { } owner || !await HasRoom(owner)) return null;
        }
        throw new DatabaseUnavailableException(mayHaveHappened: !isFirst);
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

    void Note(int line, IDictionary<string, string[]> errors)
    {
        badCount++;
        foreach (var (field, texts) in errors)
            foreach (var text in texts)
                if (bad.Count < MostTold) bad.Add(new(line, total, field, text));
    }

    static readonly Dictionary<string, string[]> NoErrors = [];

    /// <summary>The tasks of the file, each with what is wrong with it instead if something is.</summary>
    IEnumerable<(ImportRow Row, ImportedTask? Task, IDictionary<string, string[]> Errors)> Tasks(ImportFile file)
    {
        var (lines, followed, names) = (new Dictionary<string, int>(), new Dictionary<string, int>(), new ContentNames("doneon"));
        foreach (var row in format.Read(file))
        {
            if (row.Task is not { } document)
            {
                yield return (row, null, new Dictionary<string, string[]> { [row.Field] = [row.Error] });
                continue;
            }
            using var _ = document;
            var fields = new Fields(document.RootElement);
            var task = ImportedTask.Read(fields, file.TimeZone);
            if (task.Uid == "") task = task with { Uid = names.Of([document.RootElement.GetRawText()]) };
            if (!lines.TryAdd(task.Uid, row.Line)) fields.Wrong("uid", $"is that of the task in line {lines[task.Uid]}, too.");
            if (task.Follows is { } follows && !followed.TryAdd(follows, row.Line)) fields.Wrong("follows", $"is the task that the one in line {followed[follows]} follows.");
            var errors = fields.Errors();
            if (errors.Count > 0) yield return (row, null, errors);
            else if (!IsOver(task)) yield return (row, task, NoErrors);
            else
            {
                file.LeftOut.Note("tasks whose 30 days in the trash are over");
                yield return (row, null, NoErrors);
            }
        }
    }

    static bool IsOver(ImportedTask task) =>
        task.DeletedAt is { } deleted && Instant.FromDateTimeUtc(deleted) + InTrash < SystemClock.Instance.GetCurrentInstant();
}
