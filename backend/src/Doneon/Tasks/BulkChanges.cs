using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Doneon.Tasks;

public static class BulkChanges
{
    public const int MostTasks = 500;

    public static void MapBulk(this IEndpointRouteBuilder tasks) =>
        tasks.MapPost("/bulk", Change).WithName("change_tasks")
            .WithSummary("Complete, reopen, delete, restore or change up to 500 tasks, all or none");

    static async Task<Results<Ok<BulkResult>, Invalid, Taken>> Change(
        Input<BulkChange> input, [FromQuery, Description(TaskChanges.ScopeMeans)] string? scope, CurrentUser me, Db db, Turning turning, Settings settings)
    {
        var (action, ids, given) = input.Value;
        if (TaskChanges.ScopeOf(scope, given, out var invalid) is not { } whatFor) return invalid!;
        var changes = given is null ? null : await given.Localized(me, db);
        var assignments = action switch
        {
            BulkAction.Complete => Sql.Text("completed = true"),
            BulkAction.Reopen => Sql.Text("completed = false"),
            BulkAction.Delete => Sql.Text("deleted_at = now()"),
            BulkAction.Restore => Sql.Text("deleted_at = null"),
            _ => changes!.Assignments(whatFor),
        };
        var eligible = action == BulkAction.Restore ? Trash.Keeps : Sql.Text("deleted_at is null");
        Sql these = $"id = any({ids}) and user_id = {me.UserId} and {eligible}";
        var rows = action is BulkAction.Delete or BulkAction.Restore
            ? await Move(action, these, assignments, me, db)
            : await turning.All(me, new(these, assignments, Completed(action, changes), changes?.RecursionPattern is not null, changes?.Overfills,
                changes is null ? null : task => changes.Applied(task, whatFor)));
        if (rows is null) return Taken.Full(settings);
        if (rows[0].Overfull) return new Invalid("changes.add_tags", $"would give a task more than {TaskRules.MostTags} tags.");
        var tasks = rows.Select(row => row.Task).OfType<TaskItem>().ToList();
        return TypedResults.Ok(new BulkResult(tasks, [.. ids.Except(tasks.Select(task => task.Id))]));
    }

    /// <summary>Into the trash, or out of it.</summary>
    static Task<List<BulkRow>> Move(BulkAction action, Sql these, Sql assignments, CurrentUser me, Db db)
    {
        // Deleting makes room for as many old tasks as it adds to the trash, and a few more.
        var alsoDo = action == BulkAction.Delete ? Sql.Text("where (select empty_trash(520)) >= 0") : Sql.Text("");
        return db.As(me).Write<BulkRow>(new(
            $"written as (update task set {assignments} where {these} returning {Sql.Text(TaskItem.Columns)})",
            $"select written.id is not null as found, written.*, false as overfull from (select) one left join written on true {alsoDo}"));
    }

    static Sql Completed(BulkAction action, BulkPatch? changes) => action switch
    {
        BulkAction.Complete => Sql.Text("true"),
        BulkAction.Reopen => Sql.Text("false"),
        _ => $"coalesce({changes?.Completed}, completed)",
    };
}

[JsonConverter(typeof(JsonStringEnumConverter<BulkAction>))]
public enum BulkAction
{
    [JsonStringEnumMemberName("complete")] Complete,
    [JsonStringEnumMemberName("reopen")] Reopen,
    [JsonStringEnumMemberName("delete")] Delete,
    [JsonStringEnumMemberName("restore")] Restore,
    [JsonStringEnumMemberName("change")] Change,
}

/// <param name="Changes">With "change": the fields to change, as in a merge patch.</param>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The length of an array is not found by reflection.")]
public sealed record BulkChange(
    BulkAction Action,
    [property: Length(1, BulkChanges.MostTasks)] long[] Ids,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BulkPatch? Changes) : IInput<BulkChange>
{
    public static BulkChange Read(Fields fields)
    {
        if (!fields.Has("action")) fields.Wrong("action", "is required.");
        fields.RefuseNull("action");
        var action = fields.OptionalChoice("action", "complete", "reopen", "delete", "restore", "change") is { } text
            ? Enum.Parse<BulkAction>(text, ignoreCase: true) : default(BulkAction?);
        var changes = fields.Nested<BulkPatch>("changes");
        if (action == BulkAction.Change && changes is null && !fields.Has("changes")) fields.Wrong("changes", "is required with the action change.");
        if (action is not (null or BulkAction.Change) && changes is not null) fields.Wrong("changes", "goes with the action change only.");
        if (action == BulkAction.Change) fields.RefuseNull("changes");
        return new(action ?? default, fields.Ids("ids", BulkChanges.MostTasks), changes);
    }
}

/// <param name="Tasks">The tasks as they are now.</param>
/// <param name="Missing">The ids of no task that this could be done to.</param>
public sealed record BulkResult(List<TaskItem> Tasks, long[] Missing);

/// <summary>One task as it was written; or, on the only row, that none was, and whether because of too many tags.</summary>
sealed record BulkRow(TaskItem? Task, bool Overfull) : IKeptRow<BulkRow>
{
    static Sql IKeptRow<BulkRow>.Columns => Sql.Text($"found boolean, {TaskItem.TypedColumns}, overfull boolean");

    public static BulkRow Read(NpgsqlDataReader row) => new(row.IsDBNull(1) ? null : TaskItem.ReadFrom(row, 1), row.GetBoolean(TaskItem.ChangeColumn + 2));
}
