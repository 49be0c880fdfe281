using System.Text.Unicode;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using NodaTime;
using Npgsql;

namespace Doneon.Exchange;

/// <summary>
/// Brings a file in. It is read through, and what is wrong is found, before anything is written: see <see cref="ImportWriting"/>.
/// </summary>
sealed class Import(IAccountDoor account, ImportFormat format, ImportFile file, int mostTasks)
{
    const int MostTold = 100, MostShown = 20, RowsInOneGo = 500;

    /// <summary>Some of a file may be wrong, or there already; one of millions is no list of tasks.</summary>
    const int MostBeyond = 100_000;

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
            account.Ask(door => door.One<Owner>($"select coalesce(time_zone, {TimeZones.Default}), task_count from \"user\" where id = {account.UserId}"));
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
            if (++total > mostTasks + MostBeyond) throw new UnreadableFileException($"has more than {mostTasks + MostBeyond} tasks, and an account may hold {mostTasks}.");
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

    /// <summary>Null when the account is full. The second reading is the first over again: what it leaves out has been told.</summary>
    public Task<ImportWriting.Brought?> Bring() =>
        new ImportWriting(account, mostTasks, HasRoom).Bring(Tasks(file with { LeftOut = new() }).Select(read => read.Task).OfType<ImportedTask>());

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
