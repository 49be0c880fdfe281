using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Doneon.Accounts;

public static class Sessions
{
    /// <summary>The oldest session gives way to one more.</summary>
    public const int MostPerUser = 100;

    public static void MapSessions(this IEndpointRouteBuilder mine)
    {
        mine.MapGet("/sessions", List).WithName("list_sessions").WithSummary("Where this account is logged in");
        mine.MapDelete("/sessions/{id}", Revoke).WithName("revoke_session").WithSummary("End one session, at once and everywhere");
        mine.MapDelete("/sessions", RevokeOthers).WithName("revoke_other_sessions").WithSummary("End every session but this one");
    }

    static async Task<Ok<List<SessionItem>>> List(CurrentUser me, Db db) => TypedResults.Ok(await db.As(me).Query<SessionItem>($"""
        select id, device, created_at, last_used_at, expires_at, token_jti = {me.Token.Jti} from session
        where user_id = {me.UserId} and not revoked and expires_at > now() order by last_used_at desc, id desc
        """));

    static async Task<Results<NoContent, Missing>> Revoke(PathId id, CurrentUser me, Db db) =>
        (await db.As(me).WriteOne<WrittenRows>(WrittenRows.Of(
            $"update session set revoked = true where id = {id.Value} and user_id = {me.UserId} and not revoked")))!.Count > 0
            ? TypedResults.NoContent() : new Missing("There is no such session.");

    static async Task<NoContent> RevokeOthers(CurrentUser me, Db db)
    {
        await db.As(me).WriteOne<WrittenRows>(WrittenRows.Of(Others(me)));
        return TypedResults.NoContent();
    }

    public static Task<int> EndOthers(Db db, CurrentUser me) => db.As(me).Execute(Others(me));

    internal static Sql Others(CurrentUser me) =>
        $"update session set revoked = true where user_id = {me.UserId} and token_jti <> {me.Token.Jti} and not revoked";

    /// <summary>The answer waits for the note, but not for long.</summary>
    static readonly TimeSpan MostForTheNote = TimeSpan.FromSeconds(1);

    /// <summary>Notes that the session is in use, at most every ten minutes, so that reads stay reads.</summary>
    public static async Task NoteUse(Db db, CurrentUser me)
    {
        var deadline = me.Deadline is { } mine && mine.Left < MostForTheNote ? mine : Deadline.In(MostForTheNote);
        try
        {
            await db.As(new CurrentUser(me.Token, onlyReads: false) { Deadline = deadline }).Execute($"""
                update session set last_used_at = now() where token_jti = {me.Token.Jti} and last_used_at < now() - interval '10 minutes'
                """);
        }
        catch (Exception e) when (e is DatabaseUnavailableException or SessionEndedException or NpgsqlException)
        {
            // The request itself is done, whatever becomes of the note: it is made with a later one.
        }
    }
}

public sealed record SessionItem(long Id, string Device, DateTime CreatedAt, DateTime LastUsedAt, DateTime ExpiresAt, bool Current) : IRow<SessionItem>
{
    public static SessionItem Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetDateTime(2), row.GetDateTime(3), row.GetDateTime(4), row.GetBoolean(5));
}
