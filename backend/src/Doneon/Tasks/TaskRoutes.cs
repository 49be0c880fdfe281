using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Doneon.QuickEntry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doneon.Tasks;

public static class TaskRoutes
{
    static readonly Sql Columns = Sql.Text(TaskItem.Columns);

    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        var tasks = app.MapGroup("/api/{user_id}/tasks").WithTags("Tasks").RequireSession().TakeTurns();
        tasks.MapTaskList();
        tasks.MapPost("/", Create).WithName("create_task").WithSummary("Add a task");
        tasks.MapGet("/{id}", Get).WithName("get_task").WithSummary("Read one task").Produces(StatusCodes.Status304NotModified);
        tasks.MapTaskChanges();
        tasks.MapTrash();
        tasks.MapBulk();
        tasks.MapSummary();
        tasks.MapOccurrences();
        tasks.MapQuickEntry();
    }

    static async Task<Results<Created<TaskItem>, Invalid, Taken>> Create(
        Input<NewTask> input, CurrentUser me, Db db, Turning turning, Settings settings, HttpContext http)
    {
        var task = await input.Value.Localized(me, db);
        var created = await Add(task, await turning.NextOf(task, me), me, db, settings);
        if (created is null) return Taken.Full(settings);
        http.Response.Headers.ETag = created.ETag;
        return TypedResults.Created($"/api/{me.UserId}/tasks/{created.Id}", created);
    }

    /// <summary>Null when the account is full, and its trash is empty: that gives way before anything is refused.</summary>
    /// <param name="next">Adds what follows a task that is done already.</param>
    internal static async Task<TaskItem?> Add(NewTask task, Sql? next, CurrentUser me, Db db, Settings settings)
    {
        if (await Insert(task, next, me, db, settings) is { } created) return created;
        // Full perhaps with the very task that this request has added before.
        if (await db.As(me).Repeats() && await Insert(task, next, me, db, settings) is { } repeated) return repeated;
        await Trash.MakeRoom(me, db);
        return await Insert(task, next, me, db, settings).AfterAWrite();
    }

    /// <summary>Null when the account is full. Its row is locked first, so that many at once cannot overfill it.</summary>
    static Task<TaskItem?> Insert(NewTask task, Sql? next, CurrentUser me, Db db, Settings settings) => db.As(me).WriteOne<TaskItem>(new($"""
        created as (
            insert into task (user_id, title, description, due_date, priority, tags, recursion_pattern, completed, catch_up)
            select id, {task.Title}, {task.Description}, {task.DueDate}, {task.PriorityName}::priority_enum, {task.Tags},
                {task.RecursionPattern}, {task.Completed ?? false}, {task.CatchUp ?? false}
            from "user" where id = {me.UserId} and task_count + {(next is null ? 1 : 2)} <= {settings.MaxTasksPerUser} for no key update
            returning *
        ){next ?? Sql.Text("")}
        """, $"select {Columns} from created"));

    static async Task<Results<ReadyJson<TaskItem>, StatusCodeHttpResult, Missing>> Get(PathId id, CurrentUser me, Db db, HttpContext http)
    {
        var task = await db.As(me).Read(
            $"select {Columns} from task where id = {id.Value} and user_id = {me.UserId} and deleted_at is null", TaskRow.ReadOne);
        if (task is null) return new Missing();
        if (!IfMatch.Matches(http.Request.Headers.IfNoneMatch, task.ETag!)) return task;
        task.Json.Dispose();
        http.Response.Headers.ETag = task.ETag;
        return TypedResults.StatusCode(StatusCodes.Status304NotModified);
    }
}
