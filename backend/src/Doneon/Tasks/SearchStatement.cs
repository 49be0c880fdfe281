using Doneon.Accounts;
using Doneon.Database;
using NodaTime;
using NodaTime.Text;

namespace Doneon.Tasks;

/// <summary>
/// The SQL of a list with words. They are looked up, and their few hits are sorted. Many hits are those of something common: then the list
/// is walked in its order, looking at the words of each task, until the page is full.
/// </summary>
static class SearchStatement
{
    /// <summary>Of 100,000 tasks: from there on, the walk is the cheaper way.</summary>
    const int Many = 8000;

    /// <summary>So many are ranked; of something common, these are the newest.</summary>
    public const int MostRanked = 1000;

    public static Sql For(TaskFilter filter, Sql asked, Sql conditions, Func<Sql, int, Sql> walk, Sql order)
    {
        var columns = Sql.Text(TaskItem.Columns);
        var ranks = filter.Sort == TaskSort.Relevance;
        // Tasks are locked before their words, as by those who write.
        var walked = walk(Sql.Text(" and (select s.words @@ (select matching from asked) from my_searched s where s.task_id = t.id)"),
            ranks ? MostRanked : filter.Limit + 1);
        Sql hits = $"""
            with asked as materialized ({asked}),
                walk as ({walked}),
                found as materialized (select task_id from my_searched where words @@ (select matching from asked) limit {Many}),
                many as materialized (select count(*) = {Many} as yes from found),
                hits as (
                    (select {ListStatement.Read} from my_task t where id = any(array(select task_id from found where not (select yes from many))) and {conditions})
                    union all (select * from walk where (select yes from many)))
            """;
        if (!ranks) return $"{hits} select {columns} from hits t order by {order} limit {filter.Limit + 1}";
        return $"""
            {hits}, newest as materialized (select * from hits order by created_at desc, id desc limit {MostRanked}),
                ranked as (select n.*, search_rank((select words from my_searched where task_id = n.id), (select ranks from asked)) as rank from newest n)
            select {columns}, rank from ranked t where true{After(filter.Cursor)}
            order by rank desc, created_at desc, id desc limit {filter.Limit + 1}
            """;
    }

    static Sql After(TaskCursor? cursor) =>
        cursor is null ? Sql.Text("") : $" and (rank, created_at, id) < ({cursor.Rank}, {cursor.Moment}, {cursor.Id})";

    /// <summary>Null when the state is the known one: then nothing matches.</summary>
    public static Sql Asked(TaskFilter filter, string? known)
    {
        var terms = filter.Search!.Terms.Select(term => term.Encoded);
        // The filter asks for more than the index can tell, case and marks; but what it looks up there is little.
        if (filter.Tag is { } tag) terms = terms.Append(new SearchTerm(SearchKind.Tag, tag, IsExcluded: false).Encoded);
        Sql sql = $"select matching, ranks from search_terms({terms.ToArray()})";
        return filter.Deleted ? sql : $"{sql} where current_setting('app.changes') <> {known ?? ""}";
    }

    public static Sql Condition(SearchCondition condition, LocalDate today, string timeZone)
    {
        var (from, to) = (condition.From.On(today), condition.To.On(today));
        Sql sql = condition.Field switch
        {
            SearchField.Priority => $"priority = {condition.Priority.ToString()}::priority_enum",
            SearchField.Done => Sql.Text("completed"),
            SearchField.Repeating => Sql.Text("recursion_pattern is not null"),
            SearchField.NoDate => Sql.Text("due_key = '~'"),
            SearchField.Overdue => $"(not completed and due_key < {to})",
            // '~' stands for "no date" and comes after every date.
            SearchField.Due => $"(due_key >= {from ?? ""} and due_key < {to ?? "~"})",
            _ => $"(created_at >= {Start(from, timeZone) ?? Always} and created_at < {Start(to, timeZone) ?? Never})",
        };
        return condition.IsExcluded ? $"not {sql}" : sql;
    }

    static readonly DateTime Always = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), Never = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    static DateTime? Start(string? day, string timeZone) =>
        day is null ? null : LocalDatePattern.Iso.Parse(day).Value.AtStartOfDayInZone(TimeZones.Of(timeZone)).ToDateTimeUtc();
}
