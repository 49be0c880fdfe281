using System.Security.Cryptography;
using System.Text;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Doneon.Tasks;

public static class TaskList
{
    public static void MapTaskList(this IEndpointRouteBuilder tasks) =>
        tasks.MapGet("/", List).WithName("list_tasks").WithSummary("The user's tasks, newest first; filtered, sorted and in pages")
            .Produces(StatusCodes.Status304NotModified);

    static async Task<Results<ReadyJson<List<TaskItem>>, StatusCodeHttpResult, Invalid>> List(
        [AsParameters] TaskQuery query, CurrentUser me, Db db, KeptLists lists, TimeProvider clock, HttpContext http)
    {
        var question = new Question(me.UserId, http.Request.Path.Value!, http.Request.QueryString.Value!);
        var kept = lists.Find(question);
        Invalid? invalid = null;
        if ((kept?.Filter ?? query.Read(http.Request.Query, out invalid)) is not { } filter) return invalid!;
        var seen = filter.ChangesWithTime ? null : SeenState(http.Request);
        var page = await Read(filter, kept?.State ?? seen, me, db, clock);
        // Decided by the state that entering returned: an empty answer alone proves nothing.
        if (seen == me.Session!.State)
        {
            page?.Json.Dispose();
            http.Response.Headers.ETag = ETag(question, seen);
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }
        if (page is null && lists.Copy(kept!) is { } json) return new ReadyJson<List<TaskItem>>(json, ETag(question, kept!.State), kept.Link);
        page ??= (await Read(filter, known: null, me, db, clock))!;
        var link = page.Next is { } next ? NextPage(http.Request, next) : null;
        if (filter.ChangesWithTime) return new ReadyJson<List<TaskItem>>(page.Json, null, link);
        lists.Keep(new(question, filter, me.Session!.State, link), page.Json.Written.Span);
        return new ReadyJson<List<TaskItem>>(page.Json, ETag(question, me.Session.State), link);
    }

    /// <summary>Null when the state is the known one.</summary>
    static async Task<TaskPage?> Read(TaskFilter filter, string? known, CurrentUser me, Db db, TimeProvider clock)
    {
        var (zone, day) = (TimeZones.Default, TimeZones.Now(TimeZones.Default, clock).Date);
        var page = await ReadOn(day, zone, filter, known, me, db);
        // The user's time zone is known by now. It may have another day than the one that was tried.
        if (filter.Search is not { DependsOnToday: true } search || me.Session!.TimeZone == zone) return page;
        if (me.Session.Now(clock).Date is var own && own == day && !search.DependsOnTimeZone) return page;
        page?.Json.Dispose();
        return await ReadOn(own, me.Session.TimeZone, filter, known, me, db);
    }

    static Task<TaskPage?> ReadOn(LocalDate today, string timeZone, TaskFilter filter, string? known, CurrentUser me, Db db) => db.As(me).Read<TaskPage?>(
        ListStatement.For(filter, known, today, timeZone), async rows => me.Session!.State == known ? null : await TaskPage.Read(rows, filter));

    /// <summary>The state, the question, and the code that answers it: at one address, equal ETags mean equal answers.</summary>
    static string ETag(Question question, string state) => $"\"{state}-{Hash(question.Query)}\"";

    static string Hash(string query) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Server.CodeId + query)).AsSpan(0, 8));

    /// <summary>The state that the client has, if it says so.</summary>
    static string? SeenState(HttpRequest request)
    {
        if (request.Headers.IfNoneMatch.Count == 0) return null;
        var question = $"-{Hash(request.QueryString.Value!)}\"";
        foreach (var tag in request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            var strong = tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
            if (strong.StartsWith('"') && strong.Length > question.Length && strong.EndsWith(question, StringComparison.Ordinal)) return strong[1..^question.Length];
        }
        return null;
    }

    static string NextPage(HttpRequest request, TaskCursor cursor)
    {
        var query = QueryString.Create(request.Query.Where(pair => pair.Key != "cursor"));
        return $"<{request.Path}{query.Add("cursor", cursor.ToString())}>; rel=\"next\"";
    }
}
