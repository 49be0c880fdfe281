using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Doneon.Http;
using Microsoft.AspNetCore.Mvc;

namespace Doneon.Tasks;

public enum TaskSort
{
    Newest,
    Oldest,
    DueDate,
    Priority,
    Title,
    LastDeleted,
}

/// <summary>The query string of a list, as it comes.</summary>
public sealed class TaskQuery
{
    [FromQuery(Name = "completed"), Description("true or false")]
    public string? Completed { get; init; }

    [FromQuery(Name = "priority"), Description("High, Medium or Low")]
    public string? Priority { get; init; }

    [FromQuery(Name = "tag"), Description("One tag, in any case")]
    public string? Tag { get; init; }

    [FromQuery(Name = "due_before"), Description("Due before this date or date-time; that date itself is excluded")]
    public string? DueBefore { get; init; }

    [FromQuery(Name = "due_after"), Description("Due after this date or date-time; that date itself is excluded")]
    public string? DueAfter { get; init; }

    [FromQuery(Name = "q"), Description("Words that title, description or tags all contain, in any case")]
    public string? Q { get; init; }

    [FromQuery(Name = "deleted"), Description("true: the trash, instead of the tasks")]
    public string? Deleted { get; init; }

    [FromQuery(Name = "sort"), Description("newest (default), oldest, due_date, priority or title; the trash shows the last deleted first")]
    public string? Sort { get; init; }

    [FromQuery(Name = "limit"), Description("1 to 500 tasks a page, 100 unless told")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("Where the page before ended: take it from that answer's Link header")]
    public string? Cursor { get; init; }

    static readonly string[] Names = ["completed", "priority", "tag", "due_before", "due_after", "q", "deleted", "sort", "limit", "cursor"];

    public TaskFilter? Read(IQueryCollection given, out Invalid? invalid)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var name in given.Keys.Where(name => !Names.Contains(name)).Take(20)) errors[name] = ["is not a known parameter."];
        foreach (var (name, values) in given.Where(pair => pair.Value.Count > 1).Take(20)) errors[name] = ["may be given once only."];
        foreach (var (name, values) in given.Where(pair => pair.Value.ToString().Any(char.IsControl))) errors[name] = ["may not contain control characters."];

        var deleted = Flag("deleted", Deleted, errors) ?? false;
        var sort = Sort switch
        {
            null => deleted ? TaskSort.LastDeleted : TaskSort.Newest,
            "newest" => TaskSort.Newest,
            "oldest" => TaskSort.Oldest,
            "due_date" => TaskSort.DueDate,
            "priority" => TaskSort.Priority,
            "title" => TaskSort.Title,
            _ => Wrong<TaskSort>("sort", "must be one of newest, oldest, due_date, priority, title.", errors),
        };
        var limit = Limit is null ? 100
            : int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 500 ? number
            : Wrong<int>("limit", "must be a whole number from 1 to 500.", errors);
        TaskCursor? cursor = null;
        if (Cursor is not null && (!TaskCursor.TryRead(Cursor, out cursor) || cursor.Sort != sort))
            errors["cursor"] = ["does not belong to this list: take it from the Link header of the page before, with the same sort."];
        var filter = new TaskFilter(
            Flag("completed", Completed, errors), PriorityOf(errors), Limited("tag", Tag, TaskRules.TagLength, errors)?.Trim(),
            Date("due_before", DueBefore, errors), Date("due_after", DueAfter, errors), Words(errors), deleted, sort, limit, cursor);
        invalid = errors.Count > 0 ? new Invalid(errors) : null;
        return invalid is null ? filter : null;
    }

    static T Wrong<T>(string name, string error, Dictionary<string, string[]> errors) where T : struct
    {
        errors[name] = [error];
        return default;
    }

    static bool? Flag(string name, string? text, Dictionary<string, string[]> errors) => text switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => Wrong<bool>(name, "must be true or false.", errors),
    };

    Priority? PriorityOf(Dictionary<string, string[]> errors) => Priority switch
    {
        null => null,
        "High" => Tasks.Priority.High,
        "Medium" => Tasks.Priority.Medium,
        "Low" => Tasks.Priority.Low,
        _ => Wrong<Priority>("priority", "must be one of High, Medium, Low.", errors),
    };

    static string? Date(string name, string? text, Dictionary<string, string[]> errors)
    {
        if (text is null) return null;
        if (DueDate.TryRead(text, out var date, out var error)) return date;
        errors[name] = [error];
        return null;
    }

    static string? Limited(string name, string? text, int most, Dictionary<string, string[]> errors)
    {
        if (text?.Length > 2 * most || text?.EnumerateRunes().Count() > most) errors[name] = [$"may have at most {most} characters."];
        return text;
    }

    string[] Words(Dictionary<string, string[]> errors)
    {
        var words = Limited("q", Q, 200, errors)?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words.Length > 10) errors["q"] = ["may have at most 10 words."];
        return words;
    }
}

/// <summary>A list that makes sense.</summary>
public sealed record TaskFilter(
    bool? Completed, Priority? Priority, string? Tag, string? DueBefore, string? DueAfter, string[] Words, bool Deleted,
    TaskSort Sort, int Limit, TaskCursor? Cursor);

/// <summary>The place between two pages: the sort keys of the last task shown, so that a page costs the same however deep it lies.</summary>
public sealed record TaskCursor(TaskSort Sort, long Id, DateTime Moment, Priority Priority, string? DueDate, string Title)
{
    public static TaskCursor After(TaskItem last, TaskSort sort) => new(
        sort, last.Id, sort == TaskSort.LastDeleted ? last.DeletedAt!.Value : last.CreatedAt, last.Priority,
        last.DueDate, sort == TaskSort.Title ? last.Title : "");

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{(int)Sort}\n{Id}\n{Moment.Ticks}\n{(int)Priority}\n{DueDate}\n{Title}")));

    public static bool TryRead(string text, [NotNullWhen(true)] out TaskCursor? cursor)
    {
        cursor = null;
        if (text.Length > 2000 || !Base64Url.IsValid(text)) return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n', 6);
        if (parts.Length != 6 || parts[4].Contains('\0', StringComparison.Ordinal) || parts[5].Contains('\0', StringComparison.Ordinal)) return false;
        if (!Number(parts[0], (long)TaskSort.LastDeleted, out var sort) || !Number(parts[1], long.MaxValue, out var id)
            || !Number(parts[2], DateTime.MaxValue.Ticks, out var ticks) || !Number(parts[3], 2, out var priority)) return false;
        cursor = new((TaskSort)sort, id, new DateTime(ticks, DateTimeKind.Utc), (Priority)priority, parts[4] is "" ? null : parts[4], parts[5]);
        return true;
    }

    static bool Number(string text, long most, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
}
