using System.Globalization;

namespace Doneon.Bench;

/// <summary>What processes have used, as the system counts it.</summary>
static class Usage
{
    const double TicksPerSecond = 100;

    /// <summary>Processor time of one process.</summary>
    public static TimeSpan Of(int process) => Ticks(process) is [var user, var system, ..] ? Time(user + system) : TimeSpan.Zero;

    /// <summary>Of a process, its children, and those of them that have ended.</summary>
    public static TimeSpan OfFamily(int process)
    {
        var children = File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var own = Ticks(process) is { } all ? Time(all.Sum()) : TimeSpan.Zero;
        return children.Aggregate(own, (sum, child) => sum + Of(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    /// <summary>Memory that is resident, in megabytes.</summary>
    public static double Megabytes(int process) => Status(process, "VmRSS");

    /// <summary>The most that has been resident since the process began, in megabytes.</summary>
    public static double PeakMegabytes(int process) => Status(process, "VmHWM");

    static double Status(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>User, system, and the same of children that have ended; null when it has ended itself.</summary>
    static long[]? Ticks(int process)
    {
        try
        {
            // The name in parentheses may have spaces in it.
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ');
            return [.. fields[12..16].Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return null;
        }
    }

    static TimeSpan Time(long ticks) => TimeSpan.FromSeconds(ticks / TicksPerSecond);
}
