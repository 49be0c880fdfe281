using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Doneon.Tasks;

public static class TaskSummary
{
    public static void MapSummary(this IEndpointRouteBuilder tasks) =>
        tasks.MapGet("/summary", Count).WithName("summarize_tasks").WithSummary("How many tasks are in each view, of each priority, with each tag");

    static async Task<Results<Ok<Summary>, Invalid>> Count(
        [FromQuery, Description("A local date, such as 2026-03-01; unless told, the day that it is in the user's time zone")] string? today, CurrentUser me, Db db, TimeProvider clock, HttpContext http)
    {
        if (http.Request.Query.Mistakes("today") is { Count: > 0 } errors) return new Invalid(errors);
        if (today is not null && !DateTime.TryParseExact(today, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return new Invalid("today", "must be a date, such as 2026-03-01.");
        var day = today ?? DueDate.Day(TimeZones.Now(TimeZones.Default, clock).Date);
        var counts = await Counted(day, me, db);
        // The user's time zone is known by now. It may have another day than the one that was tried.
        if (today is null && DueDate.Day(me.Session!.Now(clock).Date) is var own && own != day) counts = await Counted(day = own, me, db);
        long Of(string kind, string name) => counts.FirstOrDefault(count => count.Kind == kind && count.Name == name)?.Number ?? 0;
        return TypedResults.Ok(new Summary(
            day,
            new(Of("view", "open"), Of("view", "overdue"), Of("view", "today"), Of("view", "upcoming"), Of("view", "no_date"),
                Of("view", "completed"), Of("view", "deleted")),
            new(Of("priority", "High"), Of("priority", "Medium"), Of("priority", "Low")),
            [.. counts.Where(count => count.Kind == "tag").Select(count => new TagCount(count.Name, count.Number))]));
    }

    static Task<List<Row>> Counted(string today, CurrentUser me, Db db) =>
        // '~' stands for "no date" and comes after every date; within a day it comes after every time.
        db.As(me).Query<Row>($"""
            with mine as materialized (
                select completed, deleted_at is not null as deleted, priority, due_key, tags from my_task
                where deleted_at is null or {Trash.Keeps}
            ), waiting as (
                select * from mine where not deleted and not completed
            ), views as (
                select count(*) as open,
                    count(*) filter (where due_key < {today}) as overdue,
                    count(*) filter (where due_key >= {today} and due_key < {today + "~"}) as today,
                    count(*) filter (where due_key > {today + "~"} and due_key < '~') as upcoming,
                    count(*) filter (where due_key = '~') as no_date
                from waiting
            )
            select 'view', v.name, v.count from views cross join lateral
                (values ('open', open), ('overdue', overdue), ('today', today), ('upcoming', upcoming), ('no_date', no_date)) v (name, count)
            union all select 'view', case when deleted then 'deleted' else 'completed' end, count(*) from mine where deleted or completed group by 2
            union all select 'priority', priority::text, count(*) from waiting group by priority
            union all (
                select 'tag', min(btrim(tag)), count(*) from waiting cross join lateral unnest(string_to_array(tags, ',')) tag
                where btrim(tag) <> '' group by lower(btrim(tag)) order by 3 desc, 2 limit 500)
            """);

    sealed record Row(string Kind, string Name, long Number) : IRow<Row>
    {
        public static Row Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2));
    }
}

/// <param name="Priorities">Open tasks of each priority.</param>
/// <param name="Tags">Open tasks with each tag, the most used first, at most 500.</param>
public sealed record Summary(string Today, ViewCounts Views, PriorityCounts Priorities, List<TagCount> Tags);

/// <param name="Open">All that is not completed: overdue, today, upcoming and without a date.</param>
public sealed record ViewCounts(long Open, long Overdue, long Today, long Upcoming, long NoDate, long Completed, long Deleted);

public sealed record PriorityCounts(
    [property: JsonPropertyName("High")] long High,
    [property: JsonPropertyName("Medium")] long Medium,
    [property: JsonPropertyName("Low")] long Low);

public sealed record TagCount(string Tag, long Count);
