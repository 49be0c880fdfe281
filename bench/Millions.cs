using System.Diagnostics;
using System.Globalization;

namespace Doneon.Bench;

/// <summary>What one task or one page costs anybody when there are ten times as many tasks in all: with 10,000 users, one million and then ten.</summary>
static class Millions
{
    public const string Name = "millions";
    const int Growth = 10, Readers = 300;

    sealed record Query(string Name, Func<long, string> Path, bool NeedsSearch = false);

    static readonly Query[] Queries =
    [
        new("list", _ => "?limit=50"),
        new("list by due date", _ => "?limit=50&sort=due_date"),
        new("get", task => $"/{task}"),
        new("search", _ => "?limit=50&q=letter", NeedsSearch: true),
    ];

    public static async Task<IReadOnlyList<Point>> Measure(World world, Options options)
    {
        Console.WriteLine("\ntime of a request by the number of tasks in all; one at a time, medians over people taken at random\n");
        // Started before the growth: without the indexes of the search the server would refuse to.
        await using var server = await Server.Start(world, tls: false);
        await using var reader = await Reader.Open(world, server);
        var small = await Times(world, reader, search: true);
        var clock = Stopwatch.StartNew();
        await Grow(world, options.Users * (Growth - 1));
        Console.WriteLine($"\ngrown in {clock.Elapsed.TotalMinutes:0.0} minutes, without what the search needs: it is measured before only\n");
        var large = await Times(world, reader, search: false);
        Console.WriteLine("\n| query | tasks | ms | tasks | ms | ratio |\n|---|---|---|---|---|---|");
        foreach (var (before, after) in small.Join(large, point => point.Line, point => point.Line, (before, after) => (before, after)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {before.Line} | {before.X:N0} | {before.Y:0.00} | {after.X:N0} | {after.Y:0.00} | {after.Y / before.Y:0.00} |"));
        return [.. small, .. large];
    }

    static async Task<List<Point>> Times(World world, Reader reader, bool search)
    {
        var tasks = await world.Value<long>("select count(*) from task");
        var (table, indexes) = (await world.Value<long>("select pg_table_size('task')"), await world.Value<long>("select pg_indexes_size('task')"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tasks:N0} tasks: table {table / 1e6:N0} MB, indexes {indexes / 1e6:N0} MB"));
        var readers = await Pick(world);
        var points = new List<Point>();
        foreach (var query in Queries.Where(query => search || !query.NeedsSearch))
        {
            var times = new List<double>();
            foreach (var (person, token, task) in readers) times.Add((await reader.Time((person, token, query.Path(task)))).TotalMilliseconds);
            var median = times.Skip(Readers / 10).Order().ElementAt(times.Count * 9 / 20);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{query.Name}: {median:0.00} ms"));
            points.Add(new(query.Name, tasks, median));
        }
        return points;
    }

    /// <summary>People with a task of theirs, the same at each run.</summary>
    static async Task<IReadOnlyList<(long Person, string Token, long Task)>> Pick(World world)
    {
        var tasks = new Dictionary<long, long>();
        await using var connection = await world.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            select t.user_id, min(t.id) from (select id from "user" where task_count = {World.TasksPerUser} order by md5(id::text) limit {Readers}) u
            join task t on t.user_id = u.id where t.deleted_at is null group by 1 order by md5(t.user_id::text)
            """;
        await using (var row = await command.ExecuteReaderAsync())
            while (await row.ReadAsync()) tasks.Add(row.GetInt64(0), row.GetInt64(1));
        return [.. (await People.LogIn(world, tasks.Keys)).Select(one => (one.Person, one.Token, tasks[one.Person]))];
    }

    static async Task Grow(World world, int people)
    {
        var (person, task) = (await world.Value<long>("select max(id) + 1 from \"user\""), await world.Value<long>("select max(id) + 1 from task"));
        await world.Execute($"""
            set session_replication_role = replica;
            drop index searched_by_word, word_by_part, task_by_tag;
            {People.Accounts(person, people, World.TasksPerUser)};
            {People.Tasks(person, task, people, World.TasksPerUser)};
            """);
        await world.Settle();
    }
}
