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
    /// <param name="GivesPattern">Whether they will repeat, those too that do not yet.</param>
    /// <param name="Overfills">True of a task that would have too many tags: then nothing is written.</param>
    /// <param name="Applied">What a task that repeats will be, for the one that follows it.</param>
    internal sealed record Change(
        Sql These, Sql Assignments, Sql Completed, bool GivesPattern = false, Sql? Overfills = null, Func<RepeatingTask, RepeatingTask>? Applied = null)
    {
        /// <summary>True of a task that repeats, before or after, and is completed or reopened.</summary>
        public Sql Turns => $"(recursion_pattern is not null or {GivesPattern}) and completed <> ({Completed})";
    }

    /// <summary>One task. Null when the account is full.</summary>
    /// <param name="plainly">Writes a task that does not turn, in one round trip; gives back no row of one that would.</param>
    internal async Task<Written?> One(CurrentUser me, Change change, Write plainly) => (await Write<Written>(me, change, plainly, isOne: true))?[0];

    /// <summary>All of them or none. Null when the account is full.</summary>
    internal Task<List<BulkRow>?> All(CurrentUser me, Change change) => Write<BulkRow>(me, change, Statement(me, change, [], isOne: false), isOne: false);

    async Task<List<T>?> Write<T>(CurrentUser me, Change change, Write plainly, bool isOne) where T : IKeptRow<T>
    {
        var madeRoom = false;
        Task<TAnswer> Ask<TAnswer>(Task<TAnswer> statement) => madeRoom ? statement.AfterAWrite() : statement;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await Ask(db.As(me).Write<T>(plainly)) is { Count: > 0 } rows) return rows;
            var read = await Ask(db.As(me).Query<RepeatingTask>($"select {RepeatingTask.Columns} from task where {change.These} and {change.Turns}"));
            var next = read.Select(task => Next.After(change.Applied is { } applied ? applied(task) : task, Today(me))).ToList();
            rows = await Ask(db.As(me).Write<T>(Statement(me, change, next, isOne)));
            if (rows.Count > 0) return rows;
            if (!await Ask(IsFull(me, next))) continue;
            // Its trash gives way before anything is refused.
            if (await Ask(Trash.MakeRoom(me, db)) == 0) return null;
            madeRoom = true;
        }
        throw new DatabaseUnavailableException(mayHaveHappened: madeRoom);
    }

    /// <summary>Adds what follows a task that is done already when it is added, and named "created"; null when nothing does.</summary>
    internal async Task<Sql?> NextOf(NewTask task, CurrentUser me)
    {
        if (task is not { Completed: true, RecursionPattern: { } pattern }) return null;
        await db.As(me).Enter();
        var next = Next.After(new(0, 0, Completed: false, pattern, task.DueDate, task.DueDate, null, null, task.CatchUp ?? false), Today(me));
        if (next.Day is not { } day) return null;
        return $"""
            , next as (
                insert into task (user_id, title, description, due_date, priority, tags, recursion_pattern, catch_up, series, series_start, occurrence, follows)
                select user_id, title, description, {next.DueDate}, priority, tags, recursion_pattern, catch_up, uid, {DueDate.Day(next.Start!.Value)}, {DueDate.Day(day)}, uid
                from created
            )
            """;
    }

    LocalDate Today(CurrentUser me) => me.Session!.Now(clock).Date;

    /// <summary>Whether there is no room for those that would be added.</summary>
    async Task<bool> IsFull(CurrentUser me, List<Next> next) => await db.As(me).One<WrittenRows>($"""
        select task_count + count(*) from "user" join task on user_id = "user".id
        where "user".id = {me.UserId} and task.id = any({next.Where(one => one.Day is not null).Select(one => one.Task.Id).ToArray()})
            and not exists (select from task t where t.user_id = {me.UserId} and t.follows = task.uid)
        group by task_count
        """) is { } full && full.Count > settings.MaxTasksPerUser;

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
            select id, uid, change, tags, tag_list, {change.Turns} as turns
            from task where exists (select from owner) and {change.These} for no key update
        ), turn as materialized (
            select * from unnest({next.Select(one => one.Task.Id).ToArray()}, {next.Select(one => one.Task.Change).ToArray()},
                {Days(next, one => one.Start)}, {Days(next, one => one.Day)}, {next.Select(one => one.DueDate).ToArray()}) turn (id, seen, start, day, due_date)
        ), follower as materialized (
            select turn.* from these join turn using (id)
            where day is not null and not exists (select from task t where t.user_id = {me.UserId} and t.follows = these.uid)
        ), refused as (
            select from these left join turn using (id) where (turns or seen is not null) and seen is distinct from change
            union all select from owner where task_count + (select count(*) from follower) > {settings.MaxTasksPerUser} and exists (select from follower)
        ), overfull as (
            select from these where {change.Overfills ?? Sql.Text("false")}
        ), written as (
            update task set {change.Assignments}
            where id = any(array(select id from these)) and user_id = {me.UserId} and not exists (select from refused) and not exists (select from overfull)
            returning *
        ), next as (
            insert into task (user_id, title, description, due_date, priority, tags, recursion_pattern, catch_up, series, series_start, occurrence, follows)
            select user_id, {Lasting("title")}, {Lasting("description")}, follower.due_date, {Lasting("priority")}::priority_enum, {Lasting("tags")},
                recursion_pattern, catch_up, coalesce(series, uid), start, day, uid
            from written join follower using (id) where completed and recursion_pattern is not null
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
