using System.Diagnostics;

namespace Doneon.Dev;

static class Progress
{
    public static void Line(string text, TimeSpan? took = null) =>
        Console.WriteLine(took is { } time ? FormattableString.Invariant($"· {text} ({time.TotalSeconds:0.0} s)") : $"· {text}");

    public static async Task<T> Show<T>(string text, Func<Task<T>> work)
    {
        Line($"{text} …");
        var clock = Stopwatch.StartNew();
        var result = await work();
        Line($"{text}: done", clock.Elapsed);
        return result;
    }
}
