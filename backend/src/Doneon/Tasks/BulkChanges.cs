using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doneon.Tasks;

public static class BulkChanges
{
    public const int MostTasks = 500;

    public static void MapBulk(this IEndpointRouteBuilder tasks) =>
        tasks.MapPost("/bulk", Change).WithName("change_tasks")
            .WithSummary("Complete, reopen, delete, restore or change up to 500 tasks, all or none");

    static async Task<Results<Ok<BulkResult>, Invalid>> Change(Input<BulkChange> input, CurrentUser me, Db db)
    {
        var (action, ids, changes) = input.Value;
        var assignments = action switch
        {
            "complete" => Sql.Text("completed = true"),
            "reopen" => Sql.Text("completed = false"),
            "delete" => Sql.Text("deleted_at = now()"),
            "restore" => Sql.Text("deleted_at = null"),
            _ => TaskRoutes.Assignments(changes!),
        };
        var eligible = action == "restore" ? Sql.Text("deleted_at > now() - interval '30 days'") : Sql.Text("deleted_at is null");
        // Deleting makes room for as many old tasks as it adds to the trash, and a few more.
        var alsoDo = action == "delete" ? Sql.Text("where (select empty_trash(520)) >= 0") : Sql.Text("");
        var tasks = await db.As(me).Query<TaskItem>($"""
            with written as (
                update task set {assignments} where id = any({ids}) and user_id = {me.UserId} and {eligible} returning {Sql.Text(TaskItem.Columns)}
            )
            select * from written {alsoDo}
            """);
        return TypedResults.Ok(new BulkResult(tasks, [.. ids.Except(tasks.Select(task => task.Id))]));
    }
}

/// <param name="Action">complete, reopen, delete, restore or change.</param>
/// <param name="Changes">With "change": the fields to change, as in a merge patch.</param>
public sealed record BulkChange(string Action, long[] Ids, TaskPatch? Changes) : IInput<BulkChange>
{
    public static BulkChange Read(Fields fields)
    {
        if (!fields.Has("action")) fields.Wrong("action", "is required.");
        fields.RefuseNull("action");
        var action = fields.OptionalChoice("action", "complete", "reopen", "delete", "restore", "change");
        var changes = fields.Nested<TaskPatch>("changes");
        if (action == "change" && changes is null && !fields.Has("changes")) fields.Wrong("changes", "is required with the action change.");
        if (action != "change" && changes is not null) fields.Wrong("changes", "goes with the action change only.");
        if (action == "change") fields.RefuseNull("changes");
        return new(action ?? "", fields.Ids("ids", BulkChanges.MostTasks), changes);
    }
}

/// <param name="Tasks">The tasks as they are now.</param>
/// <param name="Missing">The ids of no task that this could be done to.</param>
public sealed record BulkResult(List<TaskItem> Tasks, long[] Missing);
