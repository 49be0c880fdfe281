using System.Diagnostics;

namespace Doneon.Database;

/// <summary>When a request must be answered, however many statements it takes and whatever else it waits for.</summary>
public readonly struct Deadline
{
    readonly TimeSpan budget;
    readonly long started;

    Deadline(TimeSpan budget, long started) => (this.budget, this.started) = (budget, started);

    /// <summary>Begins now.</summary>
    public static Deadline In(TimeSpan budget) => new(budget, Stopwatch.GetTimestamp());

    public TimeSpan Left => budget - Stopwatch.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
