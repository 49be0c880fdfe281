namespace Doneon.Bench;

/// <summary>What a server costs that nobody uses, and how soon a new one answers.</summary>
static class Rest
{
    /// <param name="ProcessorShare">Of one processor, while nobody asks.</param>
    public sealed record Idle(double Rss, double ProcessorShare, TimeSpan Watched, double RssAfterLoad);

    public sealed record Result(Idle Idle, Quiet.Result Quiet, IReadOnlyList<Starting.Row> Starts, IReadOnlyList<Goal> Goals);

    public static async Task<Result> Measure(World world, Options options)
    {
        // Its pool, too, empties within the time.
        await using var server = await Server.Start(world, tls: true, ("POOL_IDLE_SECONDS", "10"));
        await Quiet.Ask(world, server);
        var idle = await Idling(world, server, options);
        var quiet = await Quiet.Watch(world, server, TimeSpan.FromSeconds(options.IsQuick ? 15 : 60));
        var starts = await Starting.Measure(world, options);
        var result = new Result(idle, quiet, starts, Goals(idle, quiet, starts));
        Print(result);
        return result;
    }

    static async Task<Idle> Idling(World world, Server server, Options options)
    {
        var (pause, watched) = options.IsQuick ? (3, 5) : (10, 30);
        await Task.Delay(TimeSpan.FromSeconds(pause));
        var (rss, before) = (Usage.Megabytes(server.ProcessId), Usage.Of(server.ProcessId));
        await Task.Delay(TimeSpan.FromSeconds(watched));
        var share = (Usage.Of(server.ProcessId) - before) / TimeSpan.FromSeconds(watched);
        await Wrk.Run(world, server, "mix", 32, options.IsQuick ? 3 : 15);
        return new(rss, share, TimeSpan.FromSeconds(watched), Usage.Megabytes(server.ProcessId));
    }

    static Goal[] Goals(Idle idle, Quiet.Result quiet, IReadOnlyList<Starting.Row> starts) =>
    [
        .. starts.Where(row => row is { Cold: false, Median: not null }).Select(row => new Goal($"warm start, {Tls(row)}", row.Median!.Value.TotalMilliseconds, 400, "ms")),
        new("RSS at rest after one request", idle.Rss, 90, "MB"),
        new("wake-ups of the database per hour", quiet.PerHour, 0),
    ];

    static string Tls(Starting.Row row) => $"{(row.Tls ? "with" : "without")} TLS to the database";

    static void Print(Result result)
    {
        var (idle, quiet) = (result.Idle, result.Quiet);
        Console.WriteLine("\n| at rest | |\n|---|---|");
        Console.WriteLine($"| RSS after one request | {idle.Rss:0} MB |");
        Console.WriteLine($"| processor over {idle.Watched.TotalSeconds:0} s | {idle.ProcessorShare * 100:0.00} % of one |");
        Console.WriteLine($"| RSS after load on 32 connections | {idle.RssAfterLoad:0} MB |");
        Console.WriteLine($"| wake-ups of the database, watched for {quiet.Watched.TotalSeconds:0} s with POOL_IDLE_SECONDS=10 | {quiet.WakeUps} ({quiet.PerHour:0} per hour) |");
        Console.WriteLine($"| database connections after that | {quiet.Connections} |");
        Console.WriteLine("\n| from process start to the first answer | starts | median ms |\n|---|---|---|");
        foreach (var row in result.Starts)
            Console.WriteLine($"| {(row.Cold ? "files read from the disk" : "warm")}, {Tls(row)} | {row.Starts} | {(row.Median is { } median ? $"{median.TotalMilliseconds:0}" : "left out: only root may empty the page cache")} |");
        Goal.Print(result.Goals);
    }
}
