using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Doneon.Database;
using Doneon.Http;

namespace Doneon.Tasks;

/// <summary>A whole task, as POST and PUT take it: what is left out is empty.</summary>
/// <param name="DueDate">A local date (2026-03-01) or a local date and time (2026-03-01T09:00), without a time zone.</param>
/// <param name="Priority">Medium unless told.</param>
/// <param name="Tags">Separated by commas, at most 20 of at most 50 characters.</param>
/// <param name="RecursionPattern">How the task recurs, in the user's words; Doneon keeps it and does not act on it.</param>
public sealed record NewTask(
    [property: StringLength(TaskRules.TitleLength, MinimumLength = 1)] string Title,
    [property: StringLength(TaskRules.DescriptionLength)] string? Description,
    string? DueDate, Priority? Priority, string? Tags,
    [property: StringLength(TaskRules.RecursionPatternLength)] string? RecursionPattern,
    bool? Completed) : IInput<NewTask>
{
    internal string PriorityName => (Priority ?? Tasks.Priority.Medium).ToString();

    public static NewTask Read(Fields fields) => new(
        fields.Line("title", TaskRules.TitleLength), TaskRules.Description(fields), TaskRules.DueDate(fields), TaskRules.Priority(fields),
        TaskRules.Tags(fields), TaskRules.RecursionPattern(fields), fields.OptionalFlag("completed"));
}

/// <summary>A merge patch (RFC 7396): what is left out stays, what is null is emptied.</summary>
/// <param name="DueDate">A local date (2026-03-01) or a local date and time (2026-03-01T09:00), without a time zone.</param>
/// <param name="Tags">Separated by commas, at most 20 of at most 50 characters.</param>
/// <param name="RecursionPattern">How the task recurs, in the user's words; Doneon keeps it and does not act on it.</param>
public record TaskPatch(
    [property: StringLength(TaskRules.TitleLength, MinimumLength = 1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title,
    [property: StringLength(TaskRules.DescriptionLength)] string? Description,
    string? DueDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Priority? Priority,
    string? Tags,
    [property: StringLength(TaskRules.RecursionPatternLength)] string? RecursionPattern,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Completed) : IInput<TaskPatch>
{
    internal bool GivesDescription, GivesDueDate, GivesTags, GivesRecursionPattern;

    public static TaskPatch Read(Fields fields)
    {
        foreach (var name in (ReadOnlySpan<string>)["title", "priority", "completed"]) fields.RefuseNull(name);
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

    internal virtual Sql Assignments() => Assignments($"case when {GivesTags} then {Tags} else tags end");

    /// <summary>One text for all patches, so that it is prepared once.</summary>
    protected Sql Assignments(Sql tags) => $"""
        title = coalesce({Title}, title), priority = coalesce({Priority?.ToString()}::priority_enum, priority),
        completed = coalesce({Completed}, completed),
        description = case when {GivesDescription} then {Description} else description end,
        due_date = case when {GivesDueDate} then {DueDate} else due_date end,
        tags = {tags},
        recursion_pattern = case when {GivesRecursionPattern} then {RecursionPattern} else recursion_pattern end
        """;
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
