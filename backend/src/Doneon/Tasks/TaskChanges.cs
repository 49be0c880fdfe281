using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using ChangeResults = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Doneon.Tasks.TaskItem>, Doneon.Http.Missing, Doneon.Http.ChangedMeanwhile, Doneon.Http.Invalid>;

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

    static Task<ChangeResults> Replace(PathId id, Input<NewTask> input, CurrentUser me, Db db, HttpContext http)
    {
        var task = input.Value;
        return Write(id, me, db, http, $"""
            title = {task.Title}, description = {task.Description}, due_date = {task.DueDate},
            priority = {task.PriorityName}::priority_enum, tags = {task.Tags}, recursion_pattern = {task.RecursionPattern},
            completed = {task.Completed ?? false}
            """);
    }

    static Task<ChangeResults> Change(PathId id, Input<TaskPatch> input, CurrentUser me, Db db, HttpContext http) =>
        Write(id, me, db, http, input.Value.Assignments());

    static Task<ChangeResults> Complete(PathId id, Input<Completion> input, CurrentUser me, Db db, HttpContext http) =>
        Write(id, me, db, http, $"completed = coalesce({input.Value.Completed}, not completed)");

    static async Task<ChangeResults> Write(PathId id, CurrentUser me, Db db, HttpContext http, Sql assignments)
    {
        var match = IfMatch.Of(http.Request);
        var written = await db.As(me).WriteOne<Written>(Update(id, me, match, assignments));
        if (written!.Task is not { } task) return written.Found && match is not null ? new ChangedMeanwhile() : new Missing();
        http.Response.Headers.ETag = task.ETag;
        return TypedResults.Ok(task);
    }

    /// <summary>Writes a task if it still is as the caller saw it, and tells "not there" from "changed meanwhile" in the same statement.</summary>
    internal static Write Update(PathId id, CurrentUser me, IfMatch? match, Sql assignments, Sql? alsoDo = null)
    {
        Sql matches = match is null or { Any: true } ? Sql.Text("") : $" and change = any({match.Changes})";
        Sql thisTask = $"id = {id.Value} and user_id = {me.UserId} and deleted_at is null";
        return new(
            $"written as (update task set {assignments} where {thisTask}{matches} returning {Sql.Text(TaskItem.Columns)})",
            $"select exists (select from task where {thisTask}) as found, written.*{alsoDo ?? Sql.Text("")} from (select) one left join written on true");
    }
}
