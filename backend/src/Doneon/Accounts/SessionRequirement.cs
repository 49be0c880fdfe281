using System.Globalization;
using Doneon.Database;
using Doneon.Http;

namespace Doneon.Accounts;

/// <summary>Declared once on a route group. The order of answers is the same everywhere: session (401), {user_id} (403), then the rest.</summary>
public static class SessionRequirement
{
    /// <summary>Marks the routes that <see cref="Identify"/> asks a token of.</summary>
    public sealed class Marker;

    public static RouteGroupBuilder RequireSession(this RouteGroupBuilder routes)
    {
        routes.WithMetadata(new Marker());
        routes.AddEndpointFilter(Confirm);
        routes.DescribeProblems(401, 403, 429, 503);
        // A key that is too long or means another request.
        ((IEndpointConventionBuilder)routes).Finally(builder =>
        {
            if (builder.Metadata.OfType<HttpMethodMetadata>().All(method => !method.HttpMethods.Contains("GET"))) Problem.Describe(builder, 422);
        });
        return routes;
    }

    /// <summary>Marks a route that only reads, although it is asked with a body.</summary>
    public sealed class Reads;

    public static RouteHandlerBuilder OnlyReads(this RouteHandlerBuilder route) => route.WithMetadata(new Reads());

    /// <summary>
    /// The handler's own round trip confirms the session. An answer given without one (another user's path, invalid input) waits
    /// for the database to confirm it here, so that a revoked session never learns more than 401.
    /// </summary>
    static async ValueTask<object?> Confirm(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var me = http.Features.Get<CurrentUser>()!;
        var db = http.RequestServices.GetRequiredService<Db>();
        var limits = http.RequestServices.GetRequiredService<RequestLimits>();
        var deadline = db.Begin();
        me.Deadline = deadline;
        if (await limits.TakePlace(http, me, deadline) is { } full) return full;
        try
        {
            object? answer = Refused(http, me) as Problem ?? context.Arguments.ProblemOfInput() ?? Idempotency.Read(http, me) ?? await next(context);
            // A repeated log-out has no session to confirm, and there is no time left to confirm one whose turn never came.
            if (me is { Session: null, Repeats: false } && answer is not Unavailable) await db.As(me).Enter();
            if (me.Session is { Rested: true }) await Sessions.NoteUse(db, me);
            if (me.Repeats) http.Response.Headers[Idempotency.Replayed] = "true";
            return answer;
        }
        finally
        {
            if (me.Session is not null) limits.Count(me);
        }
    }

    static Forbidden? Refused(HttpContext http, CurrentUser me) =>
        http.Request.RouteValues["user_id"] is string userId && userId != me.UserId.ToString(CultureInfo.InvariantCulture)
            ? new Forbidden("These tasks belong to another account.") : null;
}
