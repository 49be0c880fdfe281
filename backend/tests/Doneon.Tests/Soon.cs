using System.Diagnostics;

namespace Doneon.Tests;

/// <summary>Waits for what must come true, and fails when it does not: far later than any loaded machine needs.</summary>
static class Soon
{
    public static async Task Is(Func<Task<bool>> condition, string what, double seconds = 30)
    {
        for (var patience = Stopwatch.StartNew(); !await condition(); await Task.Delay(10))
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(seconds), $"Not within {seconds} s: {what}");
    }

    public static Task Is(Func<bool> condition, string what, double seconds = 30) => Is(() => Task.FromResult(condition()), what, seconds);
}
