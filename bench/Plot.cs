using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>The pictures of the documentation, drawn from a run's numbers.</summary>
static class Plot
{
    public static async Task Write(Results results)
    {
        await Save("performance-connections.svg", "crowd", results.Crowd is { } crowd ? Connections(crowd, results.Speed) : null);
        await Save("performance-tasks.svg", "scale", results.Scale is { } points ? Tasks(points) : null);
    }

    /// <summary>The same mix of requests, over more and more connections.</summary>
    public static string Connections(Crowd.Result crowd, IReadOnlyList<Speed.Row>? speed)
    {
        var points = new List<(string Line, int Connections, Load Load)>();
        points.AddRange(crowd.Levels.Where(level => level.Rate == 0).DistinctBy(level => level.Connections).Select(level => ("Doneon", level.Connections, level.Load)));
        foreach (var row in (speed ?? []).Where(row => row is { Operation: "mix", Tls: true }))
        {
            if (points.All(point => point.Connections != row.Connections)) points.Add(("Doneon", row.Connections, row.Doneon));
            points.Add(("pgbench", row.Connections, row.Pgbench));
        }
        string[] lines = [.. points.Select(point => point.Line).Distinct()];
        Panel Of(string title, Func<Load, double> figure) => new(title, lines, [.. points.Select(point => new Point(point.Line, point.Connections, figure(point.Load)))]);
        return new Chart("connections", [Of("requests per second", load => load.PerSecond), Of("99 % answered within, ms", load => load.P99.TotalMilliseconds)])
            .Svg("Requests per second and the time within which 99 % are answered, over the number of connections");
    }

    /// <summary>Of the many queries, one of each kind: all would lie on each other.</summary>
    static readonly string[] Kinds = ["newest", "by due date", "a tag of 100 tasks", "search: 100 matches", "search: two letters, no match"];

    public static string Tasks(IReadOnlyList<Point> points) =>
        new Chart("tasks of one account", [new("time per request, ms", Kinds, [.. points.Where(point => Kinds.Contains(point.Line))])])
            .Svg("Time per request over the number of tasks of one account");

    static async Task Save(string name, string part, string? svg)
    {
        if (svg is not null) await File.WriteAllTextAsync(Checkout.In("docs", "images", name), svg);
        Console.WriteLine(svg is null ? $"docs/images/{name} is as before: the part \"{part}\" did not run" : $"wrote docs/images/{name}");
    }
}
