using System.Diagnostics.CodeAnalysis;
using Doneon.Accounts;
using Doneon.Database;
using NodaTime;

namespace Doneon.Tasks;

/// <summary>
/// Completing a repeating task makes the next one of its series, and reopening it takes that one back if nobody has touched it. Which date
/// is the next, the program finds out: so the tasks are read first, and written only if they still are what was read.
/// </summary>
public sealed class Turning(Db db, Settings settings, TimeProvider clock)
{
    const int MostAttempts = 20;

    /// <summary>Which tasks; what of them is assigned; whether they will be completed.</summary>
    /// <param name="Overfills">True of a task that would have too many tags: then nothing is written.</param>
    /// <param name="Applied">What a task that repeats will be, for the one that follows it.</param>
    internal sealed record Change(Sql These, Sql Assignments, Sql Completed, Sql? Overfills = null, Func<RepeatingTask, RepeatingTask>? Applied = null);

    /// <summary>One task. Null when the account is full.</summary>
    /// <param name="plainly">Writes a task that does not turn, in one round trip; gives back no row of one that would.</param>
    internal async Task<Written?> One(CurrentUser me, Change change, Write plainly) => (await Write<Written>(me, change, plainly, isOne: true))?[0];

    /// <summary>All of them or none. Null when the account is full.</summary>
    internal Task<List<BulkRow>?> All(CurrentUser me, Change change) => Write<BulkRow>(me, change, Statement(me, change, [], isOne: false), isOne: false);

    async Task<List<T>?> Write<T>(CurrentUser me, Change change, Write plainly, bool isOne) where T : IKeptRow<T>
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await db.As(me).Write<T>(plainly) is { Count: > 0 } rows) return rows;
            var read = await db.As(me).Query<RepeatingTask>(
                $"select {RepeatingTask.Columns} from task where {change.These} and recursion_pattern is not null and completed <> ({change.Completed})");
            var today = me.Session!.Now(clock).Date;
            var next = read.Select(task => Next.After(change.Applied is { } applied ? applied(task) : task, today)).ToList();
            rows = await db.As(me).Write<T>(Statement(me, change, next, isOne));
            if (rows.Count > 0) return rows;
            var added = next.Count(one => one.Day is not null);
            // The account is full: its trash gives way before anything is refused.
            if (added > 0 && await IsFull(me, added) && await Trash.MakeRoom(me, db) == 0) return null;
        }
        throw new DatabaseUnavailableException(mayHaveHappened: false);
    }

    async Task<bool> IsFull(CurrentUser me, int added) =>
        (await db.As(me).One<WrittenRows>($"select task_count from \"user\" where id = {me.UserId}"))!.Count + added > settings.MaxTasksPerUser;

    /// <summary>A task that was read, and the date of the one that follows when it is completed, if one does.</summary>
    sealed record Next(RepeatingTask Task, LocalDate? Start, LocalDate? Day)
    {
        public static Next After(RepeatingTask task, LocalDate today)
        {
            if (task.Completed || task.Series(today) is not { } series) return new(task, null, null);
            var day = series.Next(today).Cast<LocalDate?>().FirstOrDefault();
            return new(task, series.Rule.AfterDone ? day : series.Start, day);
        }

        public string? DueDate => Day is { } day ? Tasks.DueDate.On(day, Task.LastingDueDate) : null;
    }

    /// <summary>
    /// No row when one of the tasks turns and is not as it was read, or when the account is full; nor when the one task is not there. The
    /// owner's row is locked before the tasks, as everywhere. A row is followed by one other at most: an index has the last word, but a row that
    /// it refuses would have been counted by then, so it is looked up first.
    /// </summary>
    Write Statement(CurrentUser me, Change change, List<Next> next, bool isOne) => new($"""
        owner as materialized (
            select task_count from "user" where id = {me.UserId} for no key update
        ), these as materialized (
            select id, change, tags, tag_list, recursion_pattern is not null and completed <> ({change.Completed}) as turns
            from task where exists (select from owner) and {change.These} for no key update
        ), turn as materialized (
            select * from unnest({next.Select(one => one.Task.Id).ToArray()}, {next.Select(one => one.Task.Change).ToArray()},
                {Days(next, one => one.Start)}, {Days(next, one => one.Day)}, {next.Select(one => one.DueDate).ToArray()}) turn (id, seen, start, day, due_date)
        ), refused as (
            select from these left join turn using (id) where (turns or seen is not null) and seen is distinct from change
            union all select from owner where task_count + (select count(day) from turn) > {settings.MaxTasksPerUser} and exists (select from turn where day is not null)
        ), overfull as (
            select from these where {change.Overfills ?? Sql.Text("false")}
        ), written as (
            update task set {change.Assignments}
            where id = any(array(select id from these)) and user_id = {me.UserId} and not exists (select from refused) and not exists (select from overfull)
            returning *
        ), next as (
            insert into task (user_id, title, description, due_date, priority, tags, recursion_pattern, catch_up, series, series_start, occurrence, follows)
            select user_id, {Lasting("title")}, {Lasting("description")}, turn.due_date, {Lasting("priority")}::priority_enum, {Lasting("tags")},
                recursion_pattern, catch_up, coalesce(series, uid), turn.start, turn.day, uid
            from written join turn using (id) where turn.day is not null and completed and recursion_pattern is not null
                and not exists (select from task t where t.user_id = {me.UserId} and t.follows = written.uid)
            on conflict (user_id, follows) where follows is not null do nothing
        ), taken_back as (
            delete from task where user_id = {me.UserId} and follows is not null
                and follows = any(array(select uid from written join turn using (id) where not completed)) and not completed and deleted_at is null and updated_at = created_at
        )
        """, $"""
        select exists (select from these) as found, task.*, exists (select from overfull) as overfull
        from (select) one left join (select {Sql.Text(TaskItem.Columns)} from written) task on true
        where not exists (select from refused) and not ({isOne} and task.id is null)
        """);

    /// <summary>As it was before it was changed for this task alone.</summary>
    static Sql Lasting([ConstantExpected] string column) =>
        $"case when following ? '{Sql.Text(column)}' then following->>'{Sql.Text(column)}' else {Sql.Text(column)}::text end";

    static string?[] Days(List<Next> next, Func<Next, LocalDate?> date) => [.. next.Select(one => date(one) is { } day ? DueDate.Day(day) : null)];
}
