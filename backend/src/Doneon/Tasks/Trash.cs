using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doneon.Tasks;

/// <summary>A deleted task is kept for 30 days. Each deletion also takes a few along whose time is over, so that no job has to.</summary>
public static class Trash
{
    /// <summary>Of a task that can still be taken back.</summary>
    internal static readonly Sql Keeps = Sql.Text("deleted_at > now() - interval '30 days'");

    /// <summary>In a full account the oldest of the trash give way. Gives back how many did.</summary>
    internal static Task<int> MakeRoom(CurrentUser me, Db db) => db.As(me).Execute($"""
        delete from task where user_id = {me.UserId} and id = any(array(
            select id from task where user_id = {me.UserId} and deleted_at is not null order by deleted_at limit 100))
        """);

    public static void MapTrash(this IEndpointRouteBuilder tasks)
    {
        tasks.MapDelete("/{id}", Delete).WithName("delete_task").WithSummary("Move a task to the trash, where it stays for 30 days");
        tasks.MapPost("/{id}/restore", Restore).WithName("restore_task").WithSummary("Take a task back from the trash");
    }

    static async Task<Results<NoContent, Missing, ChangedMeanwhile>> Delete(PathId id, CurrentUser me, Db db, HttpContext http)
    {
        var match = IfMatch.Of(http.Request);
        var written = await db.As(me).WriteOne<Written>(
            TaskChanges.Update(id, me, match, Sql.Text("deleted_at = now()"), alsoDo: Sql.Text(", (select empty_trash(20))")));
        if (written!.Task is not null) return TypedResults.NoContent();
        return written.Found && match is not null ? new ChangedMeanwhile() : new Missing();
    }

    static async Task<Results<Ok<TaskItem>, Missing>> Restore(PathId id, CurrentUser me, Db db, HttpContext http)
    {
        var restored = await db.As(me).WriteOne<Written>(new($"""
            written as (
                update task set deleted_at = null
                where id = {id.Value} and user_id = {me.UserId} and (deleted_at is null or {Keeps})
                returning {Sql.Text(TaskItem.Columns)}
            )
            """, Sql.Text("select written.id is not null as found, written.* from (select) one left join written on true")));
        if (restored!.Task is not { } task) return new Missing("There is no such task in the trash.");
        http.Response.Headers.ETag = task.ETag;
        return TypedResults.Ok(task);
    }
}
