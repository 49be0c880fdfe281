using Doneon.Database;
using NodaTime;

namespace Doneon.Tasks;

/// <summary>The SQL of a list.</summary>
static class ListStatement
{
    /// <summary>What a list shows and sorts by. The searched text is left out: it would be made for each hit.</summary>
    internal static readonly Sql Read = Sql.Text("""
        id, user_id, title, description, due_date, priority, tags, recursion_pattern, completed, created_at, updated_at, deleted_at, series, catch_up, change,
            due_key, title_key
        """);

    /// <summary>One task more than the page holds tells whether there is another page. No task when the state is the known one.</summary>
    public static Sql For(TaskFilter filter, string? known, LocalDate today, string timeZone)
    {
        var order = filter.Sort switch
        {
            TaskSort.Newest or TaskSort.Relevance => Sql.Text("t.created_at desc, t.id desc"),
            TaskSort.Oldest => Sql.Text("t.created_at, t.id"),
            TaskSort.DueDate => Sql.Text("t.due_key, t.id"),
            TaskSort.Priority => Sql.Text("t.priority, t.due_key, t.id"),
            TaskSort.Title => Sql.Text("t.title_key, t.id"),
            _ => Sql.Text("t.deleted_at desc, t.id desc"),
        };
        var conditions = Conditions(filter, known, today, timeZone);
        if (filter.Search is { Terms.Count: > 0 })
            return SearchStatement.For(
                filter, SearchStatement.Asked(filter, known), conditions, (matches, limit) => Walk(filter, $"{conditions}{matches}", order, limit), order);
        var walk = Walk(filter, conditions, order, filter.Limit + 1);
        var columns = Sql.Text(TaskItem.Columns);
        if (!IsSelective(filter)) return $"select {columns} from ({walk}) t order by {order} limit {filter.Limit + 1}";
        return $"""
            with hits as materialized (select {Read} from my_task where {conditions} limit 1000),
                many as materialized (select count(*) = 1000 as yes from hits)
            select {columns} from (
                (select * from hits where not (select yes from many))
                union all (select * from ({walk}) walk where (select yes from many))) t
            order by {order} limit {filter.Limit + 1}
            """;
    }

    /// <summary>
    /// A tag is looked up in its own index, and its few hits are sorted. Many hits are those of something common: then the list is walked in
    /// its order until the page is full.
    /// </summary>
    static bool IsSelective(TaskFilter filter) => !filter.Deleted && filter.Tag is not null;

    /// <summary>The page read in the order of an index.</summary>
    static Sql Walk(TaskFilter filter, Sql conditions, Sql order, int limit)
    {
        Sql Rows(Sql completed) => $"select {Read} from my_task t where {conditions}{completed} order by {order} limit {limit}";

        // These sorts have indexes that begin with completed: the two halves are each read in order and merged.
        return !filter.Deleted && filter.Completed is null && filter.Sort is (TaskSort.DueDate or TaskSort.Priority or TaskSort.Title)
            ? $"({Rows(Sql.Text(" and not completed"))}) union all ({Rows(Sql.Text(" and completed"))})"
            : Rows(Sql.Text(""));
    }

    static Sql Conditions(TaskFilter filter, string? known, LocalDate today, string timeZone)
    {
        Sql sql = filter.Deleted ? Trash.Keeps : Sql.Text("deleted_at is null");
        if (filter.Completed is { } completed) sql = $"{sql} and {(completed ? Sql.Text("completed") : Sql.Text("not completed"))}";
        // The trash also changes with time alone: a task leaves it after 30 days.
        if (!filter.Deleted) sql = $"{sql} and current_setting('app.changes') <> {known ?? ""}";
        if (filter.Priority is { } priority) sql = $"{sql} and priority = {priority.ToString()}::priority_enum";
        if (filter.Tag is { } tag) sql = $"{sql} and tag_list @> array[lower({tag})]";
        if (filter.DueBefore is { } before) sql = $"{sql} and due_key < {before}";
        // '~' comes after everything within that day, and stands itself for "no date".
        if (filter.DueAfter is { } after) sql = $"{sql} and due_key > {(after.Length == 10 ? after + "~" : after)} and due_key < '~'";
        foreach (var condition in filter.Search?.Conditions ?? []) sql = $"{sql} and {SearchStatement.Condition(condition, today, timeZone)}";
        if (filter.Cursor is { Sort: not TaskSort.Relevance } cursor) sql = $"{sql} and {After(cursor)}";
        return sql;
    }

    static Sql After(TaskCursor cursor) => cursor.Sort switch
    {
        TaskSort.Newest => $"(created_at, id) < ({cursor.Moment}, {cursor.Id})",
        TaskSort.Oldest => $"(created_at, id) > ({cursor.Moment}, {cursor.Id})",
        TaskSort.DueDate => $"(due_key, id) > (due_key({cursor.DueDate}), {cursor.Id})",
        TaskSort.Priority => $"(priority, due_key, id) > ({cursor.Priority.ToString()}::priority_enum, due_key({cursor.DueDate}), {cursor.Id})",
        TaskSort.Title => $"(title_key, id) > (lower({cursor.Title}), {cursor.Id})",
        _ => $"(deleted_at, id) < ({cursor.Moment}, {cursor.Id})",
    };
}
