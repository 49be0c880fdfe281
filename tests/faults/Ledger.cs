using System.Collections.Concurrent;

namespace Doneon.Faults;

/// <summary>What of a task can be read back.</summary>
readonly record struct State(string Title, bool Completed, bool Deleted);

/// <summary>A task as one client knows it. After an outcome that nobody knows, more than one state is right.</summary>
sealed class KnownTask(long id, State state)
{
    public long Id => id;

    public HashSet<State> Possible { get; private set; } = [state];

    /// <summary>No more is done to it: what became of the last write may still show late.</summary>
    public bool IsLeftAlone { get; private set; }

    public void Note(Outcome outcome, Func<State, State> change)
    {
        if (outcome == Outcome.Refused) return;
        var changed = Possible.Select(change);
        Possible = outcome == Outcome.Acknowledged ? [.. changed] : [.. Possible, .. changed];
        IsLeftAlone |= outcome == Outcome.Unknown;
    }
}

enum Outcome { Acknowledged, Refused, Unknown }

/// <summary>What one client was told. A new task carries a mark of its own, by which it is found whatever becomes of it.</summary>
sealed class Ledger
{
    public Dictionary<string, Outcome> Created { get; } = [];
    public Dictionary<long, KnownTask> Tasks { get; } = [];
    public List<string> EndedTokens { get; } = [];
}

/// <summary>When a request began and ended, by the clock of <see cref="System.Diagnostics.Stopwatch"/>, and whether it was answered well.</summary>
readonly record struct Served(long Began, long Ended, bool Well);

/// <summary>What a run counts. All but the first four must be nought.</summary>
sealed class Figures
{
    public int Requests, Acknowledged, Refused, Unknown;
    public int Lost, Twice, RefusedYetDone, Strangers, UnknownWithKey, Hung, Wrong5xx;
    public ConcurrentQueue<Served> Served { get; } = [];

    public TimeSpan Recovery;
    public TimeSpan LongestEnd;

    /// <summary>The first things that were wrong, in words.</summary>
    public ConcurrentQueue<string> Notes { get; } = [];

    public void Note(ref int counter, string sentence)
    {
        Interlocked.Increment(ref counter);
        if (Notes.Count < 5) Notes.Enqueue(sentence);
    }

    /// <summary>Why there is nothing to tell.</summary>
    public string? Mishap { get; set; }

    public string? Fault =>
        Mishap is not null ? Mishap
        : Lost + Twice + RefusedYetDone + Strangers + UnknownWithKey + Hung + Wrong5xx > 0 ? "a promise was broken"
        : Recovery > TimeSpan.FromSeconds(2) ? "it took more than 2 s to be well again"
        : LongestEnd > TimeSpan.FromSeconds(30) ? "it took more than 30 s to end" : null;

    public void Add(Figures other)
    {
        Requests += other.Requests;
        Acknowledged += other.Acknowledged;
        Refused += other.Refused;
        Unknown += other.Unknown;
        Lost += other.Lost;
        Twice += other.Twice;
        RefusedYetDone += other.RefusedYetDone;
        Strangers += other.Strangers;
        UnknownWithKey += other.UnknownWithKey;
        Hung += other.Hung;
        Wrong5xx += other.Wrong5xx;
        Recovery = other.Recovery > Recovery ? other.Recovery : Recovery;
        LongestEnd = other.LongestEnd > LongestEnd ? other.LongestEnd : LongestEnd;
    }
}
