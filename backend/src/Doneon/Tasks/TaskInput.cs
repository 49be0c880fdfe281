using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Doneon.Http;

namespace Doneon.Tasks;

/// <summary>A whole task, as POST and PUT take it: what is left out is empty.</summary>
/// <param name="DueDate">A local date (2026-03-01) or a local date and time (2026-03-01T09:00), without a time zone.</param>
/// <param name="Priority">Medium unless told.</param>
/// <param name="Tags">Separated by commas, at most 20 of at most 50 characters.</param>
/// <param name="RecursionPattern">How the task recurs, in the user's words; Doneon keeps it and does not act on it.</param>
public sealed record NewTask(
    [property: Length(1, TaskRules.TitleLength)] string Title,
    [property: MaxLength(TaskRules.DescriptionLength)] string? Description,
    string? DueDate, Priority? Priority, string? Tags,
    [property: MaxLength(TaskRules.RecursionPatternLength)] string? RecursionPattern,
    bool? Completed) : IInput<NewTask>
{
    public static NewTask Read(Fields fields) => new(
        fields.Line("title", TaskRules.TitleLength), TaskRules.Description(fields), TaskRules.DueDate(fields), TaskRules.Priority(fields),
        TaskRules.Tags(fields), TaskRules.RecursionPattern(fields), fields.OptionalFlag("completed"));
}

/// <summary>A merge patch (RFC 7396): what is left out stays, what is null is emptied.</summary>
/// <param name="DueDate">A local date (2026-03-01) or a local date and time (2026-03-01T09:00), without a time zone.</param>
/// <param name="Tags">Separated by commas, at most 20 of at most 50 characters.</param>
/// <param name="RecursionPattern">How the task recurs, in the user's words; Doneon keeps it and does not act on it.</param>
public sealed record TaskPatch(
    [property: Length(1, TaskRules.TitleLength), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title,
    [property: MaxLength(TaskRules.DescriptionLength)] string? Description,
    string? DueDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Priority? Priority,
    string? Tags,
    [property: MaxLength(TaskRules.RecursionPatternLength)] string? RecursionPattern,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Completed) : IInput<TaskPatch>
{
    internal bool GivesDescription, GivesDueDate, GivesTags, GivesRecursionPattern;

    public static TaskPatch Read(Fields fields)
    {
        NotNull(fields, "title", "priority", "completed");
        return new(
            fields.Has("title") ? fields.Line("title", TaskRules.TitleLength) : null, TaskRules.Description(fields), TaskRules.DueDate(fields),
            TaskRules.Priority(fields), TaskRules.Tags(fields), TaskRules.RecursionPattern(fields), fields.OptionalFlag("completed"))
        {
            GivesDescription = fields.Has("description"),
            GivesDueDate = fields.Has("due_date"),
            GivesTags = fields.Has("tags"),
            GivesRecursionPattern = fields.Has("recursion_pattern"),
        };
    }

    static void NotNull(Fields fields, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) fields.RefuseNull(name);
    }
}

/// <summary>Sets the task done or not; without the field it is toggled.</summary>
public sealed record Completion([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Completed) : IInput<Completion>
{
    public static bool MayBeLeftOut => true;

    public static Completion Read(Fields fields)
    {
        fields.RefuseNull("completed");
        return new(fields.OptionalFlag("completed"));
    }
}

public static class TaskRules
{
    public const int TitleLength = 200, DescriptionLength = 10_000, RecursionPatternLength = 100, MostTags = 20, TagLength = 50;

    /// <summary>Before trimming and leaving out what occurs twice.</summary>
    const int TagsLength = 4 * MostTags * TagLength;

    public static string? Description(Fields fields) => fields.OptionalText("description", DescriptionLength) is { Length: > 0 } text ? text : null;

    public static string? RecursionPattern(Fields fields) => fields.OptionalLine("recursion_pattern", RecursionPatternLength) is { Length: > 0 } text ? text : null;

    public static Priority? Priority(Fields fields) =>
        fields.OptionalChoice("priority", "High", "Medium", "Low") is { } text ? Enum.Parse<Priority>(text) : null;

    public static string? DueDate(Fields fields)
    {
        if (fields.OptionalLine("due_date", 50) is not { Length: > 0 } text) return null;
        if (Tasks.DueDate.TryRead(text, out var date, out var error)) return date;
        fields.Wrong("due_date", error);
        return null;
    }

    /// <summary>Comma-separated; trimmed, and each tag once (the first spelling wins).</summary>
    public static string? Tags(Fields fields)
    {
        if (fields.OptionalLine("tags", TagsLength) is not { } text) return null;
        var tags = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (tags.Length > MostTags) fields.Wrong("tags", $"may have at most {MostTags} tags.");
        if (tags.Any(tag => tag.EnumerateRunes().Count() > TagLength)) fields.Wrong("tags", $"may have at most {TagLength} characters in each tag.");
        return tags.Length == 0 ? null : string.Join(',', tags);
    }
}
