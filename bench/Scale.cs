using System.Globalization;
using Doneon.Tasks;

namespace Doneon.Bench;

/// <summary>The same lists and searches for three accounts of different size, in turns.</summary>
static class Scale
{
    /// <summary>With 100,000 tasks in the account, at most so many times the time that it takes with 100.</summary>
    const double Target = 1.5;

    /// <param name="Path">Of the list, for an account.</param>
    /// <param name="HasTarget">Some show what it costs where the promise ends.</param>
    sealed record Query(string Name, Func<BigAccount, string> Path, bool HasTarget = true);

    static readonly Query[] Queries =
    [
        new("newest", _ => "?limit=50"),
        new("newest, as many as without a limit", _ => ""),
        new("oldest", _ => "?limit=50&sort=oldest"),
        new("by due date", _ => "?limit=50&sort=due_date"),
        new("by priority", _ => "?limit=50&sort=priority"),
        new("by title", _ => "?limit=50&sort=title"),
        new("open", _ => "?limit=50&completed=false"),
        new("open, by due date", _ => "?limit=50&completed=false&sort=due_date"),
        new("from the middle", account => $"?limit=50&cursor={account.Middle}"),
        new("the end", account => $"?limit=50&cursor={account.End}"),
        new("due from some day on, newest", _ => "?limit=50&due_after=2027-01-01"),
        new("a tag of 100 tasks", _ => "?limit=50&tag=rare"),
        new("search: 100 matches", _ => "?limit=50&q=quokka"),
        new("search: 500 matches (100 in the account of 100)", _ => "?limit=50&q=wombat"),
        new("search: no match", _ => "?limit=50&q=nowheretobefound"),
        new("search: every fourth task", _ => "?limit=50&q=letter", HasTarget: false),
        new("search: two letters, no match", _ => "?limit=50&q=zq", HasTarget: false),
    ];

    public static async Task<IReadOnlyList<Point>> Measure(World world, Options options)
    {
        int[] sizes = options.IsQuick ? [100, 10_000] : [100, 10_000, 100_000];
        var accounts = await BigAccount.Add(world, sizes);
        await using var server = await Server.Start(world, tls: false);
        await using var reader = await Reader.Open(world, server);
        var titles = sizes.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)).ToList();
        Console.WriteLine($"""

            time of a request by the number of tasks in the account, {options.Users * World.TasksPerUser + sizes.Sum():N0} in all; one at a time, medians, pages of 50

            | query | {string.Join(" | ", titles.Select(title => $"{title}: ms"))} | {titles[^1]} / {titles[0]} | target |
            |---|{string.Concat(sizes.Select(_ => "---|"))}---|---|
            """);
        var points = new List<Point>();
        foreach (var query in Queries)
        {
            var times = await reader.Medians([.. accounts.Select(account => (account.Person, account.Token, query.Path(account)))]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {query.Name} | {string.Join(" | ", times.Select(time => time.ToString("0.00", CultureInfo.InvariantCulture)))} | {times[^1] / times[0]:0.00} | {(query.HasTarget ? $"≤ {Target:0.0}" : "")} |"));
            points.AddRange(times.Zip(sizes, (time, size) => new Point(query.Name, size, time)));
        }
        return points;
    }
}

/// <summary>Somebody beside the others, with more or fewer tasks than they have.</summary>
/// <param name="Middle">The cursor of the page that begins in the middle of the newest.</param>
/// <param name="End">That of the last full page.</param>
sealed record BigAccount(long Person, string Token, string Middle, string End)
{
    const int Page = 50;

    public static async Task<IReadOnlyList<BigAccount>> Add(World world, IEnumerable<int> sizes)
    {
        var accounts = new List<BigAccount>();
        foreach (var size in sizes) accounts.Add(await Add(world, size));
        await world.Settle();
        return accounts;
    }

    static async Task<BigAccount> Add(World world, int size)
    {
        // The same number of matches in each account, as far as it goes.
        string Mark(int matches, string word) => $"case when n % {Math.Max(1, size / matches)} = 0 then '{word}' else '' end";
        var (person, token) = await People.AddOne(
            world, size, $"{Mark(100, " quokka")} || {Mark(500, " wombat")}", $"case when n % {Math.Max(1, size / 100)} = 0 then 'rare' end");
        return new(person, token, await After(world, person, size / 2), await After(world, person, size - Page));
    }

    /// <summary>The cursor behind so many of the newest tasks.</summary>
    static async Task<string> After(World world, long person, int tasks)
    {
        await using var connection = await world.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id, created_at from task where user_id = {person} order by created_at desc, id desc offset {tasks - 1} limit 1";
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new TaskCursor(TaskSort.Newest, row.GetInt64(0), row.GetDateTime(1), default, null, "").ToString();
    }
}
