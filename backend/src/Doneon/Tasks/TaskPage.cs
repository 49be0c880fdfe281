using Doneon.Http;
using Npgsql;

namespace Doneon.Tasks;

/// <summary>A page of a list, read as it is sent.</summary>
/// <param name="Next">Where the next page begins; null when there is none.</param>
sealed record TaskPage(PooledBytes Json, TaskCursor? Next)
{
    /// <summary>A page of very long tasks ends before its number of tasks is reached.</summary>
    const int MostBytes = 4 << 20;

    /// <summary>Straight from the rows: no task is made of them, and no text.</summary>
    public static async ValueTask<TaskPage> Read(NpgsqlDataReader rows, TaskFilter filter)
    {
        var memory = new PooledBytes(expected: 16 * 1024);
        try
        {
            return new(memory, await Write(rows, filter, memory));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    static async ValueTask<TaskCursor?> Write(NpgsqlDataReader rows, TaskFilter filter, PooledBytes memory)
    {
        using var json = TaskRow.WriterTo(memory);
        using var row = new TaskRow();
        var marker = filter.Search is null ? null : new SearchMarker(filter.Search);
        (TaskItem Task, long Rank)? last = null;
        TaskCursor? next = null;
        var count = 0;
        json.WriteStartArray();
        while (next is null && await rows.ReadAsync())
        {
            // The one task too many tells that there is a next page.
            if (last is not null) next = TaskCursor.After(last.Value.Task, filter.Sort, last.Value.Rank);
            else row.Write(rows, json, marker);
            if (++count == filter.Limit || json.BytesCommitted + json.BytesPending > MostBytes)
                last = (TaskItem.Read(rows), filter.Sort == TaskSort.Relevance ? rows.GetInt64(TaskItem.ChangeColumn + 1) : 0);
        }
        json.WriteEndArray();
        return next;
    }
}
