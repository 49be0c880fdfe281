using Doneon.Http;
using Doneon.Repetition;

namespace Doneon.Tasks;

/// <summary>What the fields of a task may hold, for every way in.</summary>
public static class TaskRules
{
    public const int TitleLength = 200, DescriptionLength = 10_000, RecursionPatternLength = 100, MostTags = 20, TagLength = 50;

    /// <summary>Before trimming and leaving out what occurs twice.</summary>
    const int TagsLength = 4 * MostTags * TagLength;

    public static string? Description(Fields fields) =>
        fields.OptionalText("description", DescriptionLength) is { Length: > 0 } text ? text : null;

    public static string? RecursionPattern(Fields fields)
    {
        if (fields.OptionalLine("recursion_pattern", RecursionPatternLength) is not { Length: > 0 } text) return null;
        if (!Pattern.TryRead(text, start: null, out _, out var error)) fields.Wrong("recursion_pattern", error);
        return text;
    }

    public static Priority? Priority(Fields fields) =>
        fields.OptionalChoice("priority", "High", "Medium", "Low") is { } text ? Enum.Parse<Priority>(text) : null;

    /// <summary>A moment is given back as it is, for <see cref="DueDates.Localized"/>.</summary>
    public static string? DueDate(Fields fields)
    {
        if (fields.OptionalLine("due_date", 50) is not { Length: > 0 } text) return null;
        if (Tasks.DueDate.TryRead(text, out var date, out var error)) return date;
        if (Tasks.DueDate.TryReadMoment(text, out _)) return text;
        fields.Wrong("due_date", error);
        return null;
    }

    public static string? Tags(Fields fields) => TagList(fields, "tags") is { Length: > 0 } tags ? string.Join(',', tags) : null;

    /// <summary>Comma-separated; trimmed, and each tag once (the first spelling wins).</summary>
    public static string[]? TagList(Fields fields, string name)
    {
        if (fields.OptionalLine(name, TagsLength) is not { } text) return null;
        var tags = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (tags.Length > MostTags) fields.Wrong(name, $"may have at most {MostTags} tags.");
        if (tags.Any(tag => tag.EnumerateRunes().Count() > TagLength)) fields.Wrong(name, $"may have at most {TagLength} characters in each tag.");
        return tags;
    }
}
