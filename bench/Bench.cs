using System.Diagnostics;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>One part after the other, each on the same people and tasks.</summary>
static class Bench
{
    /// <summary>All are run unless one is named; "millions" only when it is, because it takes its time.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["speed", "scale", Millions.Name];

    public static async Task Run(Options options)
    {
        foreach (var (program, package) in (ReadOnlySpan<(string, string)>)[("wrk", "wrk"), ("pgbench", "postgresql-15")])
            if (Shell.Find(program) is null) throw new DevException($"{program} is not installed (Debian: apt-get install {package}).");
        var clock = Stopwatch.StartNew();
        await using var world = await World.Start(options);
        Console.WriteLine($"{options.Users:N0} users with {World.TasksPerUser} tasks each, ready after {clock.Elapsed.TotalSeconds:0} s");
        if (options.Wants("speed")) await Speed.Measure(world, options);
        if (options.Wants("scale")) await Scale.Measure(world, options);
        if (options.Only.Contains(Millions.Name)) await Millions.Measure(world, options);
        Console.WriteLine($"{clock.Elapsed.TotalMinutes:0.0} minutes");
    }
}
