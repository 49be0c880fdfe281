using System.Globalization;

namespace Doneon.Bench;

/// <summary>Each kind of search, in an account with 100,000 tasks among the others.</summary>
static class Searches
{
    public const string Name = "search";

    const int Tasks = 100_000;

    /// <summary>In milliseconds.</summary>
    const int Target = 50;

    /// <summary>What one in so many titles says; half of them say each of the last six, which go together in all ways.</summary>
    const string Marks = """
        ' everywhere' || case when n % 1000 = 0 then ' quokka' else '' end || case n % 23 when 0 then ' Rechnung' when 1 then ' Anzahlung' else '' end
            || case when n & 1 = 0 then ' alpha' else '' end || case when n & 2 = 0 then ' bravo' else '' end || case when n & 4 = 0 then ' charlie' else '' end
            || case when n & 8 = 0 then ' delta' else '' end || case when n & 16 = 0 then ' echo' else '' end || case when n & 32 = 0 then ' foxtrot' else '' end
        """;

    /// <param name="Hits">How many tasks it finds, about.</param>
    sealed record Query(string Name, string Asked, int Hits);

    static readonly Query[] Queries =
    [
        new("a rare word", "quokka", 100),
        new("a word that all have", "everywhere", 100_000),
        new("a word that half have", "alpha", 50_000),
        new("one letter", "e", 100_000),
        new("the beginning of a word", "rechn", 4_348),
        new("a part of a word", "zahlung", 4_348),
        new("a typo", "qoukka", 100),
        new("a phrase", "\"bread and milk\"", 25_000),
        new("its words in another order", "\"milk and bread\"", 0),
        new("no word", "nowheretobefound", 0),
        new("without a word that all have", "-everywhere", 0),
        new("a tag", "tag:home", 33_333),
        new("a tag that few have", "tag:errand7", 667),
        new("a word that all have, done", "everywhere is:done", 25_000),
        new("the same, with a priority and dates", "everywhere priority:high due<2026-03-01", 1_900),
        new("five terms", "rechnung tag:home -milk is:open due>2026-01-01", 400),
        new("six words that half have", "alpha bravo charlie delta echo foxtrot", 1_563),
    ];

    public static async Task<IReadOnlyList<Point>> Measure(World world)
    {
        var (person, token) = await People.AddOne(world, Tasks, Marks, "null");
        await world.Settle();
        await using var server = await Server.Start(world, tls: false);
        await using var reader = await Reader.Open(world, server);
        Console.WriteLine($"""

            time of a search among {Tasks:N0} tasks of the account; one at a time, medians, pages of 50, the best first

            | search | asked | hits, about | ms | target |
            |---|---|---|---|---|
            """);
        var points = new List<Point>();
        foreach (var query in Queries)
        {
            var time = (await reader.Medians([(person, token, $"?limit=50&q={Uri.EscapeDataString(query.Asked)}")])).Single();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {query.Name} | `{query.Asked}` | {query.Hits:N0} | {time:0.0} | < {Target} |"));
            points.Add(new(query.Name, Tasks, time));
        }
        return points;
    }
}
