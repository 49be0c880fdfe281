namespace Doneon.Accounts;

/// <summary>
/// So many events per window for each key, and the allowance grows back evenly: with 10 in 15 minutes, one more after each 90
/// seconds. A key is remembered as one instant, the moment at which its allowance is whole again. Events beyond the allowance
/// count too, so that a burst which overtook the check is paid for afterwards.
/// </summary>
sealed class Allowance<TKey>(int events, TimeSpan window, int mostKeys = 50_000) where TKey : notnull
{
    readonly TimeSpan price = window / events;
    readonly Dictionary<TKey, TimeSpan> wholeAt = [];
    readonly Lock gate = new();

    public TimeSpan WaitOf(TKey key, TimeSpan now)
    {
        lock (gate)
        {
            var wait = wholeAt.GetValueOrDefault(key, now) + price - window - now;
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    public void Spend(TKey key, TimeSpan now)
    {
        lock (gate)
        {
            var whole = wholeAt.GetValueOrDefault(key, now);
            if (wholeAt.Count >= mostKeys && !wholeAt.ContainsKey(key))
                ForgetTheLeast();
            wholeAt[key] = (whole > now ? whole : now) + price;
        }
    }

    internal int Keys { get { lock (gate) return wholeAt.Count; } }

    /// <summary>Those with the least on their account go first: a flood of made-up keys cannot wash out the one under attack.</summary>
    void ForgetTheLeast()
    {
        foreach (var (key, _) in wholeAt.OrderBy(entry => entry.Value).Take((mostKeys + 3) / 4).ToList())
            wholeAt.Remove(key);
    }
}
