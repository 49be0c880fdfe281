using System.ComponentModel;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Mvc;
using ChangeResults = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Doneon.Tasks.TaskItem>, Doneon.Http.Missing, Doneon.Http.ChangedMeanwhile, Doneon.Http.Invalid, Doneon.Http.Taken>;

namespace Doneon.Tasks;

public static class TaskChanges
{
    public static void MapTaskChanges(this IEndpointRouteBuilder tasks)
    {
        tasks.MapPut("/{id}", Replace).WithName("replace_task").WithSummary("Replace a task: what is left out is emptied");
        tasks.MapPatch("/{id}", Change).WithName("change_task")
            .WithSummary("Change some fields (merge patch): what is left out stays, null empties");
        tasks.MapPatch("/{id}/complete", Complete).WithName("complete_task").WithSummary("Toggle whether a task is done, or set it");
    }

    static async Task<ChangeResults> Replace(PathId id, Input<NewTask> input, CurrentUser me, Db db, Turning turning, Settings settings, HttpContext http)
    {
        var task = await input.Value.Localized(me, db);
        return await Write(id, me, turning, settings, http, task.Assignments(), $"{task.Completed ?? false}", task.RecursionPattern, task.Applied);
    }

    static async Task<ChangeResults> Change(PathId id, Input<TaskPatch> input, [FromQuery, Description(ScopeMeans)] string? scope, CurrentUser me, Db db,
        Turning turning, Settings settings, HttpContext http)
    {
        if (ScopeOf(scope, input.Value, out var invalid) is not { } whatFor) return invalid!;
        var patch = await input.Value.Localized(me, db);
        return await Write(id, me, turning, settings, http, patch.Assignments(whatFor), $"coalesce({patch.Completed}, completed)",
            patch.RecursionPattern, task => patch.Applied(task, whatFor));
    }

    static Task<ChangeResults> Complete(PathId id, Input<Completion> input, CurrentUser me, Turning turning, Settings settings, HttpContext http)
    {
        Sql completed = $"coalesce({input.Value.Completed}, not completed)";
        return Write(id, me, turning, settings, http, $"completed = {completed}", completed);
    }

    static async Task<ChangeResults> Write(PathId id, CurrentUser me, Turning turning, Settings settings, HttpContext http, Sql assignments, Sql completed,
        string? pattern = null, Func<RepeatingTask, RepeatingTask>? applied = null)
    {
        var match = IfMatch.Of(http.Request);
        var change = new Turning.Change($"{This(id, me)}{Matches(match)}", assignments, completed, GivesPattern: pattern is not null, Applied: applied);
        var written = await turning.One(me, change, Plainly(id, me, match, change));
        if (written is null) return Taken.Full(settings);
        if (written.Task is not { } task) return written.Found && match is not null ? new ChangedMeanwhile() : new Missing();
        http.Response.Headers.ETag = task.ETag;
        return TypedResults.Ok(task);
    }

    internal const string ScopeMeans = "Of a repeating task: \"this\" changes this one alone, \"following\" (the default) also those that will follow it";

    internal static Scope? ScopeOf(string? scope, TaskPatch? patch, out Invalid? invalid)
    {
        invalid = scope switch
        {
            null or "following" => null,
            "this" => patch is { GivesRecursionPattern: true } or { CatchUp: not null }
                ? new Invalid("scope", "may not be \"this\" with recursion_pattern or catch_up: how a task repeats is the same for all that follow.") : null,
            _ => new Invalid("scope", "must be this or following."),
        };
        return invalid is null ? scope == "this" ? Scope.This : Scope.Following : null;
    }

    static Sql This(PathId id, CurrentUser me) => $"id = {id.Value} and user_id = {me.UserId} and deleted_at is null";

    static Sql Matches(IfMatch? match) => match is null or { Any: true } ? Sql.Text("") : $" and change = any({match.Changes})";

    /// <summary>Writes a task if it still is as the caller saw it, and tells "not there" from "changed meanwhile" in the same statement.</summary>
    internal static Write Update(PathId id, CurrentUser me, IfMatch? match, Sql assignments, Sql? alsoDo = null) => new(
        $"written as (update task set {assignments} where {This(id, me)}{Matches(match)} returning {Sql.Text(TaskItem.Columns)})",
        $"select exists (select from task where {This(id, me)}) as found, written.*{alsoDo ?? Sql.Text("")} from (select) one left join written on true");

    /// <summary>The same of a task that does not turn. Of one that does no row comes back.</summary>
    static Write Plainly(PathId id, CurrentUser me, IfMatch? match, Turning.Change change) => new($"""
        found as (
            select true{Matches(match)} as matches from task where {This(id, me)}
        ), written as (
            update task set {change.Assignments} where {This(id, me)}{Matches(match)} and not ({change.Turns})
            returning {Sql.Text(TaskItem.Columns)}
        )
        """, Sql.Text("""
        select matches is not null as found, written.* from (select) one left join found on true left join written on true
        where written.id is not null or matches is not true
        """));
}
