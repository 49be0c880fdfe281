namespace Doneon.Tasks;

/// <summary>A list that makes sense.</summary>
public sealed record TaskFilter(
    bool? Completed, Priority? Priority, string? Tag, string? DueBefore, string? DueAfter, SearchQuestion? Search, bool Deleted,
    TaskSort Sort, int Limit, TaskCursor? Cursor)
{
    /// <summary>It changes also with time alone: the trash, which a task leaves after 30 days, and what is due today.</summary>
    public bool ChangesWithTime => Deleted || Search is { DependsOnToday: true };
}

public enum TaskSort
{
    Newest,
    Oldest,
    DueDate,
    Priority,
    Title,
    LastDeleted,

    /// <summary>Of a search: what fits best.</summary>
    Relevance,
}
