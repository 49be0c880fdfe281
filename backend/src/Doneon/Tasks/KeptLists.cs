using Doneon.Database;
using Doneon.Http;

namespace Doneon.Tasks;

/// <summary>
/// Lists as they were last sent, within so much memory; those that nobody has asked for the longest go first. Whether one is still true
/// the database says each time.
/// </summary>
sealed class KeptLists(long mostBytes)
{
    /// <summary>Of what the process may use, this much, and never more than it is good for.</summary>
    const int ShareOfMemory = 8, MostMegabytes = 128;

    /// <summary>So that a few long ones do not drive out all the others.</summary>
    const int LargestShare = 64;

    // Beside the bytes themselves: the entry, its key and its statement.
    const int Overhead = 2048;

    readonly Dictionary<Question, LinkedListNode<KeptList>> lists = [];
    readonly LinkedList<KeptList> byUse = new();
    readonly Lock gate = new();
    long bytes;

    public KeptLists() : this(Math.Min(MostMegabytes << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory)) { }

    public KeptList? Find(Question question)
    {
        lock (gate)
        {
            if (!lists.TryGetValue(question, out var node)) return null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value;
        }
    }

    public bool Accepts(int length) => length < mostBytes / LargestShare;

    public void Keep(KeptList list)
    {
        lock (gate)
        {
            if (lists.TryGetValue(list.Question, out var before)) Forget(before);
            lists[list.Question] = byUse.AddFirst(list);
            bytes += Size(list);
            while (bytes > mostBytes) Forget(byUse.Last!);
        }
    }

    void Forget(LinkedListNode<KeptList> node)
    {
        lists.Remove(node.Value.Question);
        byUse.Remove(node);
        bytes -= Size(node.Value);
    }

    static long Size(KeptList list) => list.Answer.Json.Length + 4 * (list.Question.Path.Length + list.Question.Query.Length) + Overhead;
}

/// <summary>Who asks for what.</summary>
readonly record struct Question(long UserId, string Path, string Query);

/// <summary>What was answered when the user's tasks were in that state.</summary>
sealed record KeptList(Question Question, TaskFilter Filter, string State, ReadyJson<List<TaskItem>> Answer)
{
    /// <summary>Reads the list again, unless that state lasts.</summary>
    public Sql Statement => field ??= ListStatement.For(Filter, State);
}
