using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;

namespace Doneon.Tasks;

/// <summary>A whole task, as POST and PUT take it: what is left out is empty.</summary>
/// <param name="DueDate">A local date (2026-03-01) or a local date and time (2026-03-01T09:00). A time with an offset becomes the local time of the user.</param>
/// <param name="Priority">Medium unless told.</param>
/// <param name="Tags">Separated by commas, at most 20 of at most 50 characters.</param>
/// <param name="RecursionPattern">How the task repeats: in words, such as "every 2 weeks on Monday", or as a rule of RFC 5545.</param>
/// <param name="CatchUp">Whether missed dates of a repeating task come one by one, instead of being skipped.</param>
public sealed record NewTask(
    [property: StringLength(TaskRules.TitleLength, MinimumLength = 1)] string Title,
    [property: StringLength(TaskRules.DescriptionLength)] string? Description,
    string? DueDate, Priority? Priority, string? Tags,
    [property: StringLength(TaskRules.RecursionPatternLength)] string? RecursionPattern,
    bool? Completed, bool? CatchUp) : IInput<NewTask>
{
    /// <summary>The day on which a task is due before it is changed.</summary>
    internal static readonly Sql DueDay = Sql.Text("case when due_key <> '~' then left(due_key, 10) end");

    internal string PriorityName => (Priority ?? Tasks.Priority.Medium).ToString();

    public static NewTask Read(Fields fields) => new(
        fields.Line("title", TaskRules.TitleLength), TaskRules.Description(fields), TaskRules.DueDate(fields), TaskRules.Priority(fields),
        TaskRules.Tags(fields), TaskRules.RecursionPattern(fields), fields.OptionalFlag("completed"), fields.OptionalFlag("catch_up"));

    /// <summary>All of it anew, and what it changes for what follows of a series, too.</summary>
    internal Sql Assignments() => $"""
        title = {Title}, description = {Description}, due_date = {DueDate}, priority = {PriorityName}::priority_enum, tags = {Tags},
        recursion_pattern = {RecursionPattern}, completed = {Completed ?? false}, catch_up = {CatchUp ?? false},
        following = case when {RecursionPattern} is not null then nullif(following - array_remove(array[
            case when title is distinct from {Title} then 'title' end, case when description is distinct from {Description} then 'description' end,
            case when due_date is distinct from {DueDate} then 'due_date' end, case when priority::text is distinct from {PriorityName} then 'priority' end,
            case when tags is distinct from {Tags} then 'tags' end], null), jsonb_build_object()) end,
        series_start = case when recursion_pattern = {RecursionPattern} then series_start end,
        occurrence = case when recursion_pattern = {RecursionPattern} then coalesce(occurrence, case when series_start is not null then {DueDay} end) end
        """;

    /// <summary>As it will be, for the one that follows it.</summary>
    internal RepeatingTask Applied(RepeatingTask task) => task.With(DueDate, DueDate == task.DueDate ? task.LastingDueDate : DueDate, RecursionPattern, CatchUp ?? false);
}

/// <summary>A merge patch (RFC 7396): what is left out stays, what is null is emptied.</summary>
/// <param name="DueDate">A local date (2026-03-01) or a local date and time (2026-03-01T09:00). A time with an offset becomes the local time of the user.</param>
/// <param name="Tags">Separated by commas, at most 20 of at most 50 characters.</param>
/// <param name="RecursionPattern">How the task repeats: in words, such as "every 2 weeks on Monday", or as a rule of RFC 5545. With null, its series ends.</param>
/// <param name="CatchUp">Whether missed dates of a repeating task come one by one, instead of being skipped.</param>
public record TaskPatch(
    [property: StringLength(TaskRules.TitleLength, MinimumLength = 1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title,
    [property: StringLength(TaskRules.DescriptionLength)] string? Description,
    string? DueDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Priority? Priority,
    string? Tags,
    [property: StringLength(TaskRules.RecursionPatternLength)] string? RecursionPattern,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Completed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? CatchUp) : IInput<TaskPatch>
{
    /// <summary>The fields that a row of a series may have for itself.</summary>
    static readonly string[] OwnFields = ["title", "description", "due_date", "priority", "tags"];

    /// <summary>Those of them that are there, be it with null.</summary>
    private protected string[] Given { get; init; } = [];

    internal bool GivesRecursionPattern { get; private init; }

    bool Gives(string name) => Given.Contains(name);

    public static TaskPatch Read(Fields fields)
    {
        foreach (var name in (ReadOnlySpan<string>)["title", "priority", "completed", "catch_up"]) fields.RefuseNull(name);
        return new(
            fields.Has("title") ? fields.Line("title", TaskRules.TitleLength) : null, TaskRules.Description(fields), TaskRules.DueDate(fields),
            TaskRules.Priority(fields), TaskRules.Tags(fields), TaskRules.RecursionPattern(fields), fields.OptionalFlag("completed"), fields.OptionalFlag("catch_up"))
        {
            Given = [.. OwnFields.Where(fields.Has)],
            GivesRecursionPattern = fields.Has("recursion_pattern"),
        };
    }

    internal virtual Sql Assignments(Scope scope) => Assignments(scope, $"case when {Gives("tags")} then {Tags} else tags end", Given);

    /// <summary>
    /// One text for all patches, so that it is prepared once. What is changed in one row of a series only is kept beside it as it was, for
    /// those that follow; and a row that was moved stays the one of its date.
    /// </summary>
    protected Sql Assignments(Scope scope, Sql tags, string[] given)
    {
        Sql isThis = $"{scope == Scope.This} and recursion_pattern is not null and not completed";
        return $"""
            title = coalesce({Title}, title), priority = coalesce({Priority?.ToString()}::priority_enum, priority),
            completed = coalesce({Completed}, completed),
            description = case when {Gives("description")} then {Description} else description end,
            due_date = case when {Gives("due_date")} then {DueDate} else due_date end,
            tags = {tags},
            recursion_pattern = case when {GivesRecursionPattern} then {RecursionPattern} else recursion_pattern end,
            catch_up = coalesce({CatchUp}, catch_up),
            following = case when recursion_pattern is null or {GivesRecursionPattern} and {RecursionPattern} is null then null
                when {isThis} then nullif(coalesce((
                    select jsonb_object_agg(key, value) from jsonb_each(jsonb_build_object(
                        'title', title, 'description', description, 'due_date', due_date, 'priority', priority, 'tags', tags)) where key = any({given})
                ), jsonb_build_object()) || coalesce(following, jsonb_build_object()), jsonb_build_object())
                when {scope == Scope.This} then following
                else nullif(following - {given}, jsonb_build_object()) end,
            occurrence = case when {IsAnotherRule} then null when {isThis} or series_start is not null then coalesce(occurrence, {NewTask.DueDay}) else occurrence end,
            series_start = case when {isThis} then coalesce(series_start, occurrence, {NewTask.DueDay}) when {IsAnotherRule} then null else series_start end
            """;
    }

    /// <summary>It begins anew. So does a rule on another day, but that may be taken back: see <see cref="RepeatingTask.Series"/>.</summary>
    Sql IsAnotherRule => $"{GivesRecursionPattern} and recursion_pattern is distinct from {RecursionPattern}";

    /// <summary>As it will be, for the one that follows it. What changes for it alone is nothing to that one.</summary>
    internal RepeatingTask Applied(RepeatingTask task, Scope scope) => scope == Scope.This ? task : task.With(
        Gives("due_date") ? DueDate : task.DueDate, Gives("due_date") ? DueDate : task.LastingDueDate, GivesRecursionPattern ? RecursionPattern : task.Pattern, CatchUp ?? task.CatchUp);
}

/// <summary>What a change of a repeating task is for: this one and all that follow it, or this one alone.</summary>
public enum Scope { Following, This }

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

public static class DueDates
{
    /// <summary>With a time that was given with its offset as the user's local time. Only then it is asked for, with a round trip of its own.</summary>
    public static async Task<NewTask> Localized(this NewTask task, CurrentUser me, Db db) =>
        DueDate.TryReadMoment(task.DueDate ?? "", out var moment) ? task with { DueDate = moment.In(await TimeZone(me, db)) } : task;

    /// <inheritdoc cref="Localized(NewTask, CurrentUser, Db)"/>
    public static async Task<T> Localized<T>(this T patch, CurrentUser me, Db db) where T : TaskPatch =>
        DueDate.TryReadMoment(patch.DueDate ?? "", out var moment) ? (T)(patch with { DueDate = moment.In(await TimeZone(me, db)) }) : patch;

    static async Task<string> TimeZone(CurrentUser me, Db db)
    {
        await db.As(me).Enter();
        return me.Session!.TimeZone;
    }
}
