using System.Threading.RateLimiting;

namespace Doneon;

/// <summary>Waiting for a place, and for no longer than a time.</summary>
static class Patience
{
    /// <summary>Null when the time is over. Whoever is stopped meanwhile hears of it as always.</summary>
    public static async ValueTask<RateLimitLease?> Wait(this TimeSpan most, Func<CancellationToken, ValueTask<RateLimitLease>> acquire, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(most);
        try
        {
            return await acquire(patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
