using System.Text.Json.Serialization;
using Doneon.Database;
using Npgsql;

namespace Doneon.Tasks;

[JsonConverter(typeof(JsonStringEnumConverter<Priority>))]
public enum Priority
{
    High,
    Medium,
    Low,
}

/// <summary>A task.</summary>
/// <param name="DueDate">A local date (2026-03-01) or a local date and time (2026-03-01T09:00), without a time zone.</param>
/// <param name="Tags">Separated by commas, without spaces around them.</param>
/// <param name="RecursionPattern">How the task repeats, as it was said: in words, or as a rule of RFC 5545.</param>
/// <param name="DeletedAt">Since when it is in the trash; left out otherwise.</param>
/// <param name="Series">The same for all tasks that came of one by repeating; left out of the first.</param>
/// <param name="CatchUp">Whether missed dates of a repeating task come one by one, instead of being skipped; left out if not.</param>
public sealed record TaskItem(
    long Id, long UserId, string Title, string? Description, string? DueDate, Priority Priority, string? Tags,
    string? RecursionPattern, bool Completed, DateTime CreatedAt, DateTime UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? DeletedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Series,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool CatchUp,
    [property: JsonIgnore] long Change) : IKeptRow<TaskItem>
{
    static Sql IKeptRow<TaskItem>.Columns => Sql.Text(TypedColumns);

    internal const string TypedColumns = """
        id bigint, user_id bigint, title text, description text, due_date text, priority text, tags text, recursion_pattern text,
        completed boolean, created_at timestamptz, updated_at timestamptz, deleted_at timestamptz, series text, catch_up boolean, change bigint
        """;

    /// <summary>The place of the change counter among the columns.</summary>
    internal const int ChangeColumn = 14;

    public const string Columns =
        "id, user_id, title, description, due_date, priority::text, tags, recursion_pattern, completed, created_at, updated_at, deleted_at, series::text, catch_up, change";

    /// <summary>In a search, where its terms were found; left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SearchHits? Hits { get; init; }

    [JsonIgnore]
    public string ETag => ETagOf(Change);

    public static string ETagOf(long change) => $"\"{change}\"";

    public static TaskItem Read(NpgsqlDataReader row) => ReadFrom(row, 0);

    internal static TaskItem ReadFrom(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetString(first + 2), Text(row, first + 3), Text(row, first + 4),
        Enum.Parse<Priority>(row.GetString(first + 5)), Text(row, first + 6), Text(row, first + 7), row.GetBoolean(first + 8),
        row.GetDateTime(first + 9), row.GetDateTime(first + 10), row.IsDBNull(first + 11) ? null : row.GetDateTime(first + 11),
        // What was kept for a request before they were there has neither.
        Text(row, first + 12), !row.IsDBNull(first + 13) && row.GetBoolean(first + 13),
        row.GetInt64(first + ChangeColumn));

    static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>What a conditional write found: one statement tells "not there" (404) from "changed meanwhile" (412).</summary>
public sealed record Written(bool Found, TaskItem? Task) : IKeptRow<Written>
{
    static Sql IKeptRow<Written>.Columns => Sql.Text($"found boolean, {TaskItem.TypedColumns}");

    public static Written Read(NpgsqlDataReader row) => new(row.GetBoolean(0), row.IsDBNull(1) ? null : TaskItem.ReadFrom(row, 1));
}
