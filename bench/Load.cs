using System.Globalization;
using System.Text.RegularExpressions;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>What one side did in one round.</summary>
/// <param name="Refused">Answers with a status of 400 or more.</param>
/// <param name="Broken">Connections that broke, or answers that did not come.</param>
sealed record Load(double PerSecond, TimeSpan Median, TimeSpan P99, TimeSpan Longest, long Done, long Refused, long Broken);

static partial class Wrk
{
    public static Task<Load> Run(World world, Server server, string operation, int connections, int seconds, int rate = 0, int quiet = 0) =>
        Run(world, server.Address, operation, connections, seconds, rate, quiet);

    /// <param name="rate">Requests per second in all; 0: as many as it goes.</param>
    /// <param name="quiet">For so many seconds before, the connections are open and nobody sends. They are not among the others.</param>
    public static async Task<Load> Run(World world, Uri server, string operation, int connections, int seconds, int rate = 0, int quiet = 0)
    {
        string[] numbers = [.. new[] { World.TasksPerUser, rate, quiet * 1000, connections }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var output = await Shell.Run(["wrk", "--threads", "1", "--connections", $"{connections}", "--duration", $"{seconds + quiet}s", "--timeout", "20s",
            "--script", Checkout.In("bench", "requests.lua"), server.AbsoluteUri, "--", operation, world.PeopleFile, .. numbers]);
        var found = Figures().Match(output);
        if (!found.Success) throw new DevException($"wrk said: {output}");
        long Number(int group) => long.Parse(found.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        TimeSpan Time(int group) => TimeSpan.FromMicroseconds(Number(group));
        return new(Number(1) / (Time(2).TotalSeconds - quiet), Time(3), Time(4), Time(5), Number(1), Number(6), Number(7));
    }

    [GeneratedRegex(@"^figures (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Figures();
}

static partial class Pgbench
{
    /// <summary>One script, or several with their shares.</summary>
    public static async Task<Load> Run(World world, bool tls, IReadOnlyList<(string File, int Share)> scripts, int connections, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("doneon-pgbench-");
        try
        {
            var output = await Shell.Run(["pgbench", "--no-vacuum", "--protocol=prepared", $"--client={connections}", "--jobs=1", $"--time={seconds + connections / 32}",
                "--log", "--sampling-rate=0.1", $"--log-prefix={Path.Combine(folder.FullName, "log")}",
                .. scripts.Select(script => $"--file={script.File}@{script.Share}"), world.Url(tls)]);
            var found = Figures().Match(output);
            if (!found.Success || found.Groups[1].Value != "0") throw new DevException($"pgbench said: {output}");
            var times = folder.EnumerateFiles().SelectMany(file => File.ReadLines(file.FullName))
                .Select(line => TimeSpan.FromMicroseconds(long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture))).Order().ToList();
            if (times.Count == 0) throw new DevException($"pgbench has finished so little in {seconds} s that no time was sampled. Let it work longer, with --seconds.");
            var perSecond = double.Parse(found.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            return new(perSecond, times[times.Count / 2], times[times.Count * 99 / 100], times[^1], (long)(perSecond * seconds), 0, 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"number of failed transactions: (\d+).*^tps = ([\d.]+)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Figures();
}
