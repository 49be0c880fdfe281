using System.Diagnostics;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>One part after the other, each on the same people and tasks.</summary>
static class Bench
{
    /// <summary>All are run unless one is named; "millions" only when it is, because it takes its time.</summary>
    public static IReadOnlyList<string> Parts { get; } = [Speed.Name, "crowd", "logins", "rest", "allocations", "scale", Searches.Name, Millions.Name];

    public static async Task Run(Options options)
    {
        foreach (var (program, package) in (ReadOnlySpan<(string, string)>)[("wrk", "wrk"), ("pgbench", "postgresql-15")])
            if (Shell.Find(program) is null) throw new DevException($"{program} is not installed (Debian: apt-get install {package}).");
        var clock = Stopwatch.StartNew();
        await using var world = await World.Start(options);
        Console.WriteLine($"{options.Users:N0} users with {World.TasksPerUser} tasks each, ready after {clock.Elapsed.TotalSeconds:0} s");
        var results = new Results { PostgresVersion = $"{world.Postgres.Version}", IsQuick = options.IsQuick, Users = options.Users };
        try
        {
            await Measure(world, options, results);
        }
        finally
        {
            // Also what was measured before a part could not go on.
            await results.Write();
        }
        if (options.Records) await Plot.Write(results);
        Console.WriteLine($"{clock.Elapsed.TotalMinutes:0.0} minutes");
    }

    static async Task Measure(World world, Options options, Results results)
    {
        if (options.Wants(Speed.Name)) results.Speed = await Speed.Measure(world, options);
        if (options.Wants("crowd")) results.Crowd = await Crowd.Measure(world, options);
        if (options.Wants("logins")) results.Logins = await Logins.Measure(world, options);
        if (options.Wants("rest")) results.Rest = await Rest.Measure(world, options);
        if (options.Wants("allocations")) results.Allocations = await Allocations.Measure(world, options);
        if (options.Wants("scale")) results.Scale = await Scale.Measure(world, options);
        if (options.Wants(Searches.Name)) results.Searches = await Searches.Measure(world);
        if (options.Only.Contains(Millions.Name)) results.Millions = await Millions.Measure(world, options);
    }
}
