using System.Globalization;
using Doneon.Accounts;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>
/// People with ids from 1 on, whose tasks have ids in one row: those of person p begin at (p - 1) × 100 + 1. Each has a session with a token
/// that the server believes, and one for pgbench, which can make up numbers only: its name is the person's id, its hash the id with zeros before it.
/// </summary>
static class People
{
    public const string Secret = "a secret for the bench and for nothing else";

    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    static readonly Tokens Tokens = new(System.Text.Encoding.UTF8.GetBytes(Secret), TimeProvider.System);

    public static async Task Add(World world, int users)
    {
        var searchIndexes = await world.Value<string>("select string_agg(pg_get_indexdef(name::regclass), ';') from unnest(array['searched_by_word', 'word_by_part', 'task_by_tag']) name");
        // As a dump is restored: without triggers, so what they count is told, and with the search indexes made at the end.
        await world.Execute($"""
            set session_replication_role = replica;
            set maintenance_work_mem = '256MB';
            drop index searched_by_word, word_by_part, task_by_tag;
            {Accounts(first: 1, users, World.TasksPerUser)};
            {Tasks(firstPerson: 1, firstTask: 1, people: users, World.TasksPerUser)};
            {Words(firstTask: 1)};
            select setval(pg_get_serial_sequence('"user"', 'id'), {users}), setval(pg_get_serial_sequence('task', 'id'), {(long)users * World.TasksPerUser});
            insert into session (user_id, token_jti, token, expires_at) select i, i, lpad(i::text, 64, '0'), now() + interval '30 days' from generate_series(1, {users}) i;
            {searchIndexes};
            """);
        var sessions = await LogIn(world, Enumerable.Range(1, users).Select(id => (long)id));
        await File.WriteAllLinesAsync(world.PeopleFile, sessions.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Person} {one.Token}")));
        await world.Settle();
    }

    /// <summary>Somebody beside the others, with this number of tasks, logged in.</summary>
    /// <inheritdoc cref="Tasks" path="/param"/>
    public static async Task<(long Person, string Token)> AddOne(World world, int tasks, string marks, string tags)
    {
        var (person, task) = (await world.Value<long>("select max(id) + 1 from \"user\""), await world.Value<long>("select max(id) + 1 from task"));
        await world.Execute($"""
            set session_replication_role = replica;
            {Accounts(person, people: 1, tasks)};
            {Tasks(person, task, people: 1, each: tasks, marks, tags)};
            {Words(task)};
            select setval(pg_get_serial_sequence('"user"', 'id'), {person}), setval(pg_get_serial_sequence('task', 'id'), {task + tasks - 1});
            """);
        return (await LogIn(world, [person])).Single();
    }

    /// <summary>SQL: people of these ids, with what the triggers would have counted of their tasks.</summary>
    public static string Accounts(long first, int people, int each) => string.Create(CultureInfo.InvariantCulture, $"""
        insert into "user" (id, username, email, hashed_password, changes, task_count)
            select i, 'user' || i, 'user' || i || '@example.org', 'x', 1, {each} from generate_series({first}, {first + people - 1}) i
        """);

    /// <param name="marks">SQL: what the title of a task says beside its own words; n is its number among those of one person, from 0 on.</param>
    /// <param name="tags">SQL: one more tag, or null.</param>
    public static string Tasks(long firstPerson, long firstTask, int people, int each, string marks = "''", string tags = "null") => string.Create(CultureInfo.InvariantCulture, $"""
        insert into task (id, user_id, title, description, due_date, priority, tags, completed, created_at, updated_at, change)
            select i, {firstPerson} + (i - {firstTask}) / {each},
                'Task ' || i || ': ' || (array['call the plumber', 'buy bread and milk', 'prepare the talk', 'answer the letter'])[1 + i % 4] || {marks},
                case when i % 2 = 0 then 'What there is to know about it, in a sentence or two: ' || md5(i::text) end,
                case when i % 3 > 0 then to_char(date '2026-01-01' + (i % 700)::int, 'YYYY-MM-DD') end,
                (array['High', 'Medium', 'Low'])[1 + i % 3]::priority_enum, nullif(concat_ws(',', case when i % 3 = 0 then 'home,errand' || i % 50 end, {tags}), ''), i % 4 = 0,
                now() - i % {each} * interval '1 hour', now(), 1
            from (select i, (i - {firstTask}) % {each} as n from generate_series({firstTask}, {firstTask + (long)people * each - 1}) i) numbers
        """);

    /// <summary>SQL: what the triggers would have made of the tasks from this one on, for the search.</summary>
    public static string Words(long firstTask) => string.Create(CultureInfo.InvariantCulture, $"""
        insert into searched (task_id, user_id, words) select id, user_id, search_words(user_id, title, tags, description) from task where id >= {firstTask};
        insert into word (user_id, word, uses)
            select user_id, word, count(*) from searched cross join lateral unnest(words_known(words)) word where task_id >= {firstTask} group by user_id, word
        """);

    /// <summary>Logs people in: each gets a session with a token that the server believes.</summary>
    public static async Task<IReadOnlyList<(long Person, string Token)>> LogIn(World world, IEnumerable<long> people)
    {
        var issued = people.Select(person => (Person: person, Token: Tokens.Issue(person, Lifetime))).ToList();
        await using var connection = await world.Connect();
        await using var copy = await connection.BeginBinaryImportAsync("copy session (user_id, token_jti, token, expires_at) from stdin (format binary)");
        foreach (var (person, token) in issued)
            await copy.WriteRowAsync(CancellationToken.None, person, token.Jti, token.Hash, token.ExpiresAt.UtcDateTime);
        await copy.CompleteAsync();
        return [.. issued.Select(one => (one.Person, one.Token.Text))];
    }

    /// <summary>What a token says, as the server reads it.</summary>
    public static Token Read(string token) => Tokens.TryRead(token, out var read) ? read : throw new DevException("The server would not believe this token.");
}
