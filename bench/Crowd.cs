using System.Diagnostics;
using System.Globalization;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>More and more keep-alive connections of logged-in people; at last all of them at the pace of people.</summary>
static class Crowd
{
    const int Few = 32, CalmRate = 2_000;

    /// <param name="Rate">Requests per second that were wished; 0: as many as it goes.</param>
    /// <param name="Opened">When all connections were open, which had all been begun at once.</param>
    /// <param name="Accepted">Connections that the server held late in the run.</param>
    public sealed record Level(int Connections, int Rate, TimeSpan Opened, int Accepted, Load Load, double Rss, double PeakRss, long DatabaseConnections)
    {
        public long Errors => Load.Refused + Load.Broken;
    }

    public sealed record Result(IReadOnlyList<Level> Levels, IReadOnlyList<Goal> Goals);

    public static async Task<Result> Measure(World world, Options options)
    {
        int[] crowds = options.IsQuick ? [Few, 1_000] : [Few, 256, 1_000, 4_000, 10_000];
        var (seconds, calmSeconds) = options.IsQuick ? (3, 6) : (3 * options.Seconds, 6 * options.Seconds);
        MustHaveFiles(crowds[^1]);
        await using var server = await Server.Start(world, tls: true);
        await Wrk.Run(world, server, "mix", Few, options.IsQuick ? 2 : 5); // warm
        Console.WriteLine($"\n{crowds[^1]:N0} connections, pool of 15, TLS to the database; requests begin once all connections are open\n");
        Console.WriteLine("| connections | open after s | requests/s | p50 ms | p99 ms | errors | RSS MB | RSS peak MB | database connections |\n|---|---|---|---|---|---|---|---|---|");
        var levels = new List<Level>();
        // The first once more at the end: what the machine has become slower or faster by in between counts for neither.
        foreach (var connections in crowds.Append(Few)) levels.Add(await At(world, server, connections, seconds + connections / 1_000, rate: 0));
        levels.Add(await At(world, server, crowds[^1], calmSeconds, CalmRate));
        var goals = Goals(levels);
        Goal.Print(goals);
        return new(levels, goals);
    }

    static async Task<Level> At(World world, Server server, int connections, int seconds, int rate)
    {
        await Watch.Calm(server);
        // In which nobody sends yet. Where the listen queue is full, a client knocks again after 1, 3, 7 and 15 seconds.
        var quiet = 4 + connections / 1_000;
        var load = Wrk.Run(world, server, "mix", connections, seconds, rate, quiet);
        var opened = await Opened(server, connections, TimeSpan.FromSeconds(quiet - 0.5));
        var accepted = AcceptedAfter(TimeSpan.FromSeconds(quiet + seconds * 0.8) - opened, server);
        var (done, held) = await Watch.During(world, server, load);
        if (await accepted < connections) throw new DevException($"The server held only {await accepted:N0} of {connections:N0} connections.");
        var level = new Level(connections, rate, opened, await accepted, done, held.Rss.After, held.Rss.Peak, held.DatabaseConnections);
        Console.WriteLine($"| {connections:N0}{(rate > 0 ? $" at {rate:N0}/s" : "")} | {level.Opened.TotalSeconds:0.0} | {done.PerSecond:N0} | {done.Median.TotalMilliseconds:0.00} | {done.P99.TotalMilliseconds:0.00}"
            + $" | {level.Errors} | {level.Rss:0} | {level.PeakRss:0} | {level.DatabaseConnections} |");
        return level;
    }

    static async Task<TimeSpan> Opened(Server server, int connections, TimeSpan patience)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < patience; await Task.Delay(200))
            if (Watch.Open(server) >= connections) return clock.Elapsed;
        throw new DevException($"Only {Watch.Open(server):N0} of {connections:N0} connections were open after {patience.TotalSeconds:0.0} seconds.");
    }

    static async Task<int> AcceptedAfter(TimeSpan time, Server server)
    {
        await Task.Delay(time);
        return Watch.Accepted(server);
    }

    static Goal[] Goals(List<Level> levels)
    {
        var (most, calm) = (levels[^3], levels[^1]);
        var few = levels.Where(level => level.Connections == Few).Average(level => level.Load.PerSecond);
        return
        [
            new("errors", levels.Sum(level => level.Errors), 0),
            new($"throughput at {most.Connections:N0}, as a share of that at {Few}", most.Load.PerSecond / few, 0.9, AtLeast: true),
            new($"p99 / p50 at {most.Connections:N0}", most.Load.P99 / most.Load.Median, 1.3),
            new($"requests/s of {calm.Rate:N0} at {calm.Connections:N0}", calm.Load.PerSecond, 0.95 * calm.Rate, AtLeast: true),
            new($"p99 at {calm.Connections:N0} and {calm.Rate:N0} requests/s", calm.Load.P99.TotalMilliseconds, 50, "ms"),
            new("RSS peak", levels.Max(level => level.PeakRss), 400, "MB"),
            new("database connections", levels.Max(level => level.DatabaseConnections), 15),
        ];
    }

    static void MustHaveFiles(int connections)
    {
        var limit = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        var wanted = connections + 500;
        if (limit != "unlimited" && long.Parse(limit, CultureInfo.InvariantCulture) < wanted)
            throw new DevException($"{connections:N0} connections need as many open files, and this shell allows {limit}. Raise it with: ulimit -n {wanted}");
    }
}
