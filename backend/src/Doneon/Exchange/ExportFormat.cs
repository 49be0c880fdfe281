using Doneon.Accounts;
using Doneon.Database;
using Doneon.Tasks;
using NodaTime;
using Npgsql;

namespace Doneon.Exchange;

/// <summary>
/// How a file is written, piece by piece. It remembers nothing between two tasks: a page that could not be read to its end is read, and so
/// written, once more.
/// </summary>
abstract class ExportFormat
{
    public static IReadOnlyDictionary<string, ExportFormat> All { get; } = new Dictionary<string, ExportFormat>
    {
        ["json"] = new JsonExport(),
        ["csv"] = new CsvExport(),
        ["ics"] = new CalendarExport(),
        ["markdown"] = new MarkdownExport(),
    };

    public static string Names => string.Join(", ", All.Keys);

    public abstract string MediaType { get; }

    public abstract string Extension { get; }

    /// <summary>What is meant to be read elsewhere, and not brought back, has no trash.</summary>
    public virtual bool HasTrash => false;

    /// <summary>The oldest first, unless somebody is to read it.</summary>
    public virtual Sql Order => Sql.Text("created_at, id");

    public abstract void Begin(Utf8Text text, ExportHead head);

    public abstract void Write(Utf8Text text, NpgsqlDataReader row, ExportPlace place);

    public abstract void End(Utf8Text text, ExportHead head, int written);
}

/// <summary>Whose tasks these are, and which, as they were found in one moment.</summary>
/// <param name="Open">So many of them come before the completed ones, where the order asks for that.</param>
sealed record ExportHead(string Username, string Email, string TimeZone, DateTime CreatedAt, DateTime Now, long[] Ids, int Open) : IRow<ExportHead>
{
    /// <summary>Where its owner is.</summary>
    public string Today => DueDate.Day(Instant.FromDateTimeUtc(Now).InZone(TimeZones.Of(TimeZone)).Date);

    public static ExportHead Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetDateTime(3), row.GetDateTime(4), row.GetFieldValue<long[]>(5), (int)row.GetInt64(6));
}

/// <param name="Head">Of the whole file.</param>
/// <param name="Index">Which of the tasks that were found at the beginning this is.</param>
/// <param name="Before">Which was written before it; -1 when it is the first.</param>
readonly record struct ExportPlace(ExportHead Head, int Index, int Before);

/// <summary>The columns of a task, in their order.</summary>
static class ExportColumns
{
    public static readonly Sql All = Sql.Text("""
        uid::text, title, description, due_date, priority::text, tags, recursion_pattern, completed, created_at, updated_at, deleted_at,
            series::text, series_start, occurrence, follows::text, following::text, catch_up
        """);

    public const int Uid = 0, Title = 1, Description = 2, DueDate = 3, Priority = 4, Tags = 5, RecursionPattern = 6, Completed = 7, CreatedAt = 8,
        UpdatedAt = 9, DeletedAt = 10, Series = 11, SeriesStart = 12, Occurrence = 13, Follows = 14, Following = 15, CatchUp = 16, Index = 17;

    public static readonly string[] Names =
    [
        "uid", "title", "description", "due_date", "priority", "tags", "recursion_pattern", "completed", "created_at", "updated_at", "deleted_at",
        "series", "series_start", "occurrence", "follows", "following", "catch_up",
    ];

    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
