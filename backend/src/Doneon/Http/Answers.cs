using System.Diagnostics;
using Doneon.Accounts;
using Doneon.Database;
using Npgsql;

namespace Doneon.Http;

/// <summary>Around every request: security headers, one line in the log, and a problem document for whatever went wrong.</summary>
public sealed class Answers(ILogger<Answers> log, Settings settings)
{
    static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public async Task Middleware(HttpContext http, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        SetHeaders(http);
        try
        {
            await next(http);
            // Routing answers an unknown path or method without a body.
            if (http.Response is { HasStarted: false, ContentType: null, StatusCode: 404 }) await new Missing("There is nothing at this address.").ExecuteAsync(http);
            if (http.Response is { HasStarted: false, ContentType: null, StatusCode: 405 }) await WrongMethodFor(http).ExecuteAsync(http);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception e)
        {
            var problem = ProblemOf(e);
            // When many are told at once that the database is away, those who have tried say why.
            if (problem is Failed or Unavailable && e is not DatabaseUnavailableException { InnerException: null }) log.LogError("Request {RequestId} failed: {Reason}", http.TraceIdentifier, Reason(e));
            if (http.Response.HasStarted) http.Abort();
            else await problem.ExecuteAsync(http);
        }
        Telemetry.Describe(http);
        Note(http, Stopwatch.GetElapsedTime(started));
    }

    static void SetHeaders(HttpContext http)
    {
        var headers = http.Response.Headers;
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Answers belong to one person; a browser may keep them, but asks each time.
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Authorization, Cookie";
    }

    static WrongMethod WrongMethodFor(HttpContext http)
    {
        if (http.Response.Headers.Allow.ToString() is var allowed && allowed.Split(", ").Contains("GET")) http.Response.Headers.Allow = $"{allowed}, HEAD";
        return new();
    }

    /// <summary>The one place where what the database refused becomes an answer.</summary>
    static Problem ProblemOf(Exception failure) => failure switch
    {
        SessionEndedException => new Unauthorized("The session has ended. Log in again."),
        KeyReusedException => new Invalid(Idempotency.Header, "has named another request before. Give each request a name of its own."),
        DatabaseUnavailableException { MayHaveHappened: true } => new Unavailable(
            "The connection broke while the change was being saved: it may or may not have happened. Repeat it with the same Idempotency-Key, if it had one; else look before you repeat it."),
        DatabaseUnavailableException => Unavailable.Away(),
        _ when Outage.WasEnded(failure) => Unavailable.Slow(),
        PostgresException { SqlState: "23505", ConstraintName: "user_username_key_ci" } => Taken.Names(username: true, email: false),
        PostgresException { SqlState: "23505", ConstraintName: "user_email_key_ci" } => Taken.Names(username: false, email: true),
        PostgresException { SqlState: "23514" or "22001" or "22021" or "54000" } => new Invalid("body", "has a value that the database does not allow."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new TooLarge(),
        BadHttpRequestException => new NotJson("The request is malformed."),
        _ => new Failed(),
    };

    /// <summary>Npgsql's messages may quote values; the state and the constraint do not.</summary>
    static string Reason(Exception failure) => failure switch
    {
        PostgresException e => $"SQLSTATE {e.SqlState} {e.ConstraintName} {e.Routine}",
        DatabaseUnavailableException { InnerException: PostgresException e } => $"database unavailable, SQLSTATE {e.SqlState}",
        DatabaseUnavailableException { InnerException: { } e } => $"database unavailable, {e.GetType().Name}: {e.GetBaseException().GetType().Name}",
        _ => Logs.Describe(failure),
    };

    void Note(HttpContext http, TimeSpan time)
    {
        var status = http.Response.StatusCode;
        var level = status >= 500 || time > Slow ? LogLevel.Warning : settings.LogRequests ? LogLevel.Information : LogLevel.Debug;
        if (!log.IsEnabled(level)) return;
        // The route's pattern, not the path: a path may carry what a person typed.
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
        if (http.Features.Get<CurrentUser>() is { } user)
            log.Log(level, "{Method} {Route} {Status} {Milliseconds:0.0} ms, user {UserId}, request {RequestId}",
                http.Request.Method, route, status, time.TotalMilliseconds, user.UserId, http.TraceIdentifier);
        else
            log.Log(level, "{Method} {Route} {Status} {Milliseconds:0.0} ms, request {RequestId}",
                http.Request.Method, route, status, time.TotalMilliseconds, http.TraceIdentifier);
    }
}
