using System.Globalization;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doneon.Tasks;

public static class TaskRoutes
{
    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        var tasks = app.MapGroup("/api/{user_id}/tasks").WithTags("Tasks").RequireSession();
        tasks.MapTaskList();
        tasks.MapPost("/", Create).WithName("create_task").WithSummary("Add a task");
        tasks.MapGet("/{id}", Get).WithName("get_task").WithSummary("Read one task");
        tasks.MapPut("/{id}", Replace).WithName("replace_task").WithSummary("Replace a task: what is left out is emptied");
        tasks.MapPatch("/{id}", Change).WithName("change_task").WithSummary("Change some fields (merge patch): what is left out stays, null empties");
        tasks.MapDelete("/{id}", Delete).WithName("delete_task").WithSummary("Move a task to the trash, where it stays for 30 days");
        tasks.MapPatch("/{id}/complete", Complete).WithName("complete_task").WithSummary("Toggle whether a task is done, or set it");
        tasks.MapPost("/{id}/restore", Restore).WithName("restore_task").WithSummary("Take a task back from the trash");
        tasks.MapBulk();
        tasks.MapSummary();
    }

    static readonly Sql Columns = Sql.Text(TaskItem.Columns);

    static async Task<Results<Created<TaskItem>, Invalid, Taken>> Create(Input<NewTask> input, CurrentUser me, Db db, Settings settings, HttpContext http)
    {
        var task = input.Value;
        Sql Insert() => $"""
            insert into task (user_id, title, description, due_date, priority, tags, recursion_pattern, completed)
            select id, {task.Title}, {task.Description}, {task.DueDate}, {PriorityOf(task)}::priority_enum, {task.Tags}, {task.RecursionPattern}, {task.Completed ?? false}
            from "user" where id = {me.UserId} and task_count < {settings.MaxTasksPerUser}
            returning {Columns}
            """;
        var created = await db.As(me).One<TaskItem>(Insert());
        if (created is null)
        {
            // The account is full: its trash gives way before anything is refused.
            await db.As(me).Execute($"delete from task where id in (select id from task where user_id = {me.UserId} and deleted_at is not null order by deleted_at limit 100)");
            created = await db.As(me).One<TaskItem>(Insert());
        }
        if (created is null) return new Taken($"This account holds {settings.MaxTasksPerUser} tasks, which is all it may. Delete some first.");
        http.Response.Headers.ETag = created.ETag;
        return TypedResults.Created($"/api/{me.UserId}/tasks/{created.Id}", created);
    }

    static async Task<Results<Ok<TaskItem>, StatusCodeHttpResult, Missing>> Get(TaskId id, CurrentUser me, Db db, HttpContext http)
    {
        var task = await db.As(me).One<TaskItem>($"select {Columns} from task where id = {id.Value} and user_id = {me.UserId} and deleted_at is null");
        if (task is null) return new Missing();
        http.Response.Headers.ETag = task.ETag;
        if (IfMatch.Matches(http.Request.Headers.IfNoneMatch, task.ETag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(task);
    }

    static Task<Results<Ok<TaskItem>, Missing, ChangedMeanwhile, Invalid>> Replace(TaskId id, Input<NewTask> input, CurrentUser me, Db db, HttpContext http)
    {
        var task = input.Value;
        return Write(id, me, db, http, $"""
            title = {task.Title}, description = {task.Description}, due_date = {task.DueDate}, priority = {PriorityOf(task)}::priority_enum,
            tags = {task.Tags}, recursion_pattern = {task.RecursionPattern}, completed = {task.Completed ?? false}
            """);
    }

    static Task<Results<Ok<TaskItem>, Missing, ChangedMeanwhile, Invalid>> Change(TaskId id, Input<TaskPatch> input, CurrentUser me, Db db, HttpContext http) =>
        Write(id, me, db, http, Assignments(input.Value));

    static Task<Results<Ok<TaskItem>, Missing, ChangedMeanwhile, Invalid>> Complete(TaskId id, Input<Completion> input, CurrentUser me, Db db, HttpContext http) =>
        Write(id, me, db, http, $"completed = coalesce({input.Value.Completed}, not completed)");

    static async Task<Results<NoContent, Missing, ChangedMeanwhile>> Delete(TaskId id, CurrentUser me, Db db, HttpContext http)
    {
        var match = IfMatch.Of(http.Request);
        var written = await db.As(me).One<Written>(WriteSql(me, id, match, $"deleted_at = now()", Sql.Text(", (select empty_trash(20))")));
        if (written!.Task is not null) return TypedResults.NoContent();
        return written.Found && match is not null ? new ChangedMeanwhile() : new Missing();
    }

    static async Task<Results<Ok<TaskItem>, Missing>> Restore(TaskId id, CurrentUser me, Db db, HttpContext http)
    {
        var task = await db.As(me).One<TaskItem>($"""
            update task set deleted_at = null where id = {id.Value} and user_id = {me.UserId} and (deleted_at is null or deleted_at > now() - interval '30 days')
            returning {Columns}
            """);
        if (task is null) return new Missing("There is no such task in the trash.");
        http.Response.Headers.ETag = task.ETag;
        return TypedResults.Ok(task);
    }

    static async Task<Results<Ok<TaskItem>, Missing, ChangedMeanwhile, Invalid>> Write(TaskId id, CurrentUser me, Db db, HttpContext http, Sql assignments)
    {
        var match = IfMatch.Of(http.Request);
        var written = await db.As(me).One<Written>(WriteSql(me, id, match, assignments, Sql.Text("")));
        if (written!.Task is not { } task) return written.Found && match is not null ? new ChangedMeanwhile() : new Missing();
        http.Response.Headers.ETag = task.ETag;
        return TypedResults.Ok(task);
    }

    static Sql WriteSql(CurrentUser me, TaskId id, IfMatch? match, Sql assignments, Sql alsoDo)
    {
        Sql matches = match is null or { Any: true } ? Sql.Text("") : $" and change = any({match.Changes})";
        return $"""
            with written as (
                update task set {assignments} where id = {id.Value} and user_id = {me.UserId} and deleted_at is null{matches} returning {Columns}
            )
            select exists (select from task where id = {id.Value} and user_id = {me.UserId} and deleted_at is null), written.*{alsoDo} from (select) one left join written on true
            """;
    }

    /// <summary>A merge patch as assignments; one text for all patches, so that it is prepared once.</summary>
    internal static Sql Assignments(TaskPatch patch) => $"""
        title = coalesce({patch.Title}, title), priority = coalesce({patch.Priority?.ToString()}::priority_enum, priority), completed = coalesce({patch.Completed}, completed),
        description = case when {patch.GivesDescription} then {patch.Description} else description end,
        due_date = case when {patch.GivesDueDate} then {patch.DueDate} else due_date end,
        tags = case when {patch.GivesTags} then {patch.Tags} else tags end,
        recursion_pattern = case when {patch.GivesRecursionPattern} then {patch.RecursionPattern} else recursion_pattern end
        """;

    static string PriorityOf(NewTask task) => (task.Priority ?? Priority.Medium).ToString();
}

/// <summary>The {id} of a path. What is no id is the id of no task, so that it is answered like any other task that is not there.</summary>
public readonly record struct TaskId(long Value)
{
    public static bool TryParse(string text, out TaskId id)
    {
        id = new(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return true;
    }
}
