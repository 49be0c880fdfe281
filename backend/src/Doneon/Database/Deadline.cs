using System.Diagnostics;

namespace Doneon.Database;

/// <summary>When a request must be answered, however many statements it takes and whatever else it waits for.</summary>
public readonly record struct Deadline(TimeSpan Budget)
{
    readonly long started = Stopwatch.GetTimestamp();

    public TimeSpan Left => Budget - Stopwatch.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
