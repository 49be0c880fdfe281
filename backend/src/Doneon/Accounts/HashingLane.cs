using System.Threading.RateLimiting;

namespace Doneon.Accounts;

/// <param name="RetryAfter">Set when the lane was full, or patience ended in its queue, and nothing was computed.</param>
public readonly record struct Hashed<T>(T? Value, TimeSpan? RetryAfter);

/// <summary>Password hashing keeps to its own lane, so that a storm of logins leaves processors for everything else.</summary>
public sealed class HashingLane(int width, int queue) : IDisposable
{
    const int MostWaiting = 32;
    static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1), LongestRetry = TimeSpan.FromMinutes(1);

    readonly ConcurrencyLimiter limiter = new(new() { PermitLimit = width, QueueLimit = queue });
    long lastTicks;
    int visitors;

    public HashingLane() : this(Math.Max(1, Environment.ProcessorCount - 1), MostWaiting) { }

    public Task<Hashed<T>> Run<T>(Func<T> hash, TimeSpan patience, CancellationToken stop) => Run(token => Task.Run(hash, token), patience, stop);

    /// <summary>For a hash that the database computes. Hold no connection while waiting for the lane.</summary>
    public async Task<Hashed<T>> Run<T>(Func<CancellationToken, Task<T>> hash, TimeSpan patience, CancellationToken stop)
    {
        using var place = await Place(patience, stop);
        if (place is null or { IsAcquired: false })
            return new(default, TimeToDrain());

        var started = TimeProvider.System.GetTimestamp();
        var value = await hash(stop);
        Volatile.Write(ref lastTicks, TimeProvider.System.GetElapsedTime(started).Ticks);
        return new(value, null);
    }

    /// <summary>Null when patience has ended. Whoever is stopped meanwhile hears of it as always.</summary>
    async ValueTask<RateLimitLease?> Place(TimeSpan patience, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(patience);
        try
        {
            return await limiter.AcquireAsync(cancellationToken: over.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>
    /// For whoever asks the database first and hashes then: null when as many are on their way as the lane holds, so that a crowd before
    /// the lane does not keep everybody else from the database.
    /// </summary>
    public IDisposable? TryVisit()
    {
        if (Interlocked.Increment(ref visitors) <= width + queue) return new Visit(this);
        Interlocked.Decrement(ref visitors);
        return null;
    }

    sealed class Visit(HashingLane lane) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref lane.visitors);
    }

    public void Dispose() => limiter.Dispose();

    public TimeSpan TimeToDrain()
    {
        var estimate = TimeSpan.FromTicks(Volatile.Read(ref lastTicks)) * (queue + width) / width;
        return estimate < ShortestRetry ? ShortestRetry : estimate > LongestRetry ? LongestRetry : estimate;
    }
}
