using System.Threading.RateLimiting;

namespace Doneon;

/// <summary>Waiting for a place.</summary>
static class Waiting
{
    /// <summary>Null when the time is over. Whoever is stopped meanwhile hears of it as always.</summary>
    public static async ValueTask<RateLimitLease?> AtMost(TimeSpan time, Func<CancellationToken, ValueTask<RateLimitLease>> acquire, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(time);
        try
        {
            return await acquire(over.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
