namespace Doneon.Tasks;

/// <summary>A list that makes sense.</summary>
public sealed record TaskFilter(
    bool? Completed, Priority? Priority, string? Tag, string? DueBefore, string? DueAfter, string[] Words, bool Deleted,
    TaskSort Sort, int Limit, TaskCursor? Cursor);

public enum TaskSort
{
    Newest,
    Oldest,
    DueDate,
    Priority,
    Title,
    LastDeleted,
}
