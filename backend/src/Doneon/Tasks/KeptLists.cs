using Doneon.Http;

namespace Doneon.Tasks;

/// <summary>
/// Lists as they were last sent; whether one is still true the database says each time. Their bytes lie in one ring, where the next ones
/// are written over the oldest: so they take a fixed memory, of which the garbage collector sees one array.
/// </summary>
sealed class KeptLists(int size)
{
    /// <summary>Of what the process may use, this much, and never more than it is good for.</summary>
    const int ShareOfMemory = 8, MostMegabytes = 160;

    /// <summary>One list takes so much of the ring at most: a few long ones shall not drive out all the others.</summary>
    const int LargestShare = 64;

    // What an entry takes beside its bytes, left free in the ring: so the ring bounds that, too.
    const int Overhead = 1024, OverheadPerCharacter = 4;

    readonly byte[] ring = GC.AllocateUninitializedArray<byte>(size);
    readonly Dictionary<Question, Entry> entries = [];
    readonly Queue<Entry> byAge = new();
    readonly Lock gate = new();
    int end;

    sealed record Entry(KeptList List, int Offset, int Length);

    public KeptLists() : this((int)Math.Min(MostMegabytes << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory)) { }

    /// <summary>Null when it is not kept.</summary>
    public KeptList? Find(Question question)
    {
        lock (gate) return entries.GetValueOrDefault(question)?.List;
    }

    /// <summary>A copy of its bytes, for their place may be taken at any moment; null when it has been by now.</summary>
    public PooledBytes? Copy(KeptList list)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(list.Question, out var entry) || !ReferenceEquals(entry.List, list)) return null;
            var json = PooledBytes.CopyOf(ring.AsSpan(entry.Offset, entry.Length));
            if (IsOld(entry)) Add(list, json.Written.Span);
            return json;
        }
    }

    public void Keep(KeptList list, ReadOnlySpan<byte> json)
    {
        lock (gate) Add(list, json);
    }

    /// <summary>One that is used shall not go before those that are not.</summary>
    bool IsOld(Entry entry) => (end - entry.Offset + size) % size > size / 4 * 3;

    void Add(KeptList list, ReadOnlySpan<byte> json)
    {
        var room = json.Length + Overhead + OverheadPerCharacter * (list.Question.Path.Length + list.Question.Query.Length + (list.Link?.Length ?? 0));
        if (room > size / LargestShare) return;
        if (end + room > size)
        {
            MakeRoom(until: size);
            end = 0;
        }
        MakeRoom(until: end + room);
        json.CopyTo(ring.AsSpan(end));
        var entry = new Entry(list, end, json.Length);
        entries[list.Question] = entry;
        byAge.Enqueue(entry);
        end += room;
    }

    /// <summary>From the end of what is new; what lies behind that is older than all that lies before it.</summary>
    void MakeRoom(int until)
    {
        while (byAge.TryPeek(out var oldest) && oldest.Offset >= end && oldest.Offset < until)
        {
            byAge.Dequeue();
            if (ReferenceEquals(entries.GetValueOrDefault(oldest.List.Question), oldest)) entries.Remove(oldest.List.Question);
        }
    }
}

/// <summary>Who asks for what.</summary>
readonly record struct Question(long UserId, string Path, string Query);

/// <summary>What was answered when the user's tasks were in that state.</summary>
sealed record KeptList(Question Question, TaskFilter Filter, string State, string? Link);
