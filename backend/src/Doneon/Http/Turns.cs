using Doneon.Accounts;
using Doneon.Database;

namespace Doneon.Http;

/// <summary>
/// A few requests are worked on; however great the crowd, all others wait in one line, and whoever came first has the next turn. A turn
/// lasts until the answer is known, not until it is sent. Without it, what a request found in memory was forgotten before the database had
/// time for it, and it waited twice; and thousands of half-done requests filled the memory.
/// </summary>
public sealed class Turns(Settings settings, Connections connections) : IDisposable
{
    /// <summary>So many for each connection that none rests while the next request is on its way.</summary>
    const int ForEachConnection = 2;

    /// <summary>Of a request's time, spent in line at most: the rest is for the database, which would work in vain for one that has none left.</summary>
    const double ShareOfTheTime = 0.75;

    readonly SemaphoreSlim turns = new(ForEachConnection * settings.PoolSize);

    public async ValueTask<object?> Take(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Who waits for a database that is away, and who is told so at once, is decided where it is asked.
        if (connections.Away) return await next(context);
        var http = context.HttpContext;
        if (!turns.Wait(0) && !await turns.WaitAsync(http.Features.Get<CurrentUser>()!.Deadline!.Value.Left * ShareOfTheTime, http.RequestAborted)) return Unavailable.Slow();
        try
        {
            return await next(context);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>For what goes on after the answer has begun, piece by piece: a turn for each.</summary>
    public async Task<T> For<T>(CurrentUser me, Func<Task<T>> work, CancellationToken gone)
    {
        if (connections.Away) return await work();
        if (!await turns.WaitAsync(me.Deadline!.Value.Left * ShareOfTheTime, gone)) throw new DatabaseUnavailableException(mayHaveHappened: false);
        try
        {
            return await work();
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();
}

public static class TurnRoutes
{
    /// <summary>For routes that require a session.</summary>
    public static RouteGroupBuilder TakeTurns(this RouteGroupBuilder routes) =>
        routes.AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<Turns>().Take(context, next));
}
