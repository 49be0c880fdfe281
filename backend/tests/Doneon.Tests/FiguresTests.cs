using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Xunit.Abstractions;

namespace Doneon.Tests;

/// <summary>Runs when no other test does, so that it measures the server and not its neighbours.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public class FiguresTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_promised_times_hold()
    {
        await using var host = await TestHost.Start();
        using (var client = host.Client()) await Within(2000, "health of the database", () => client.GetAsync("/health/db"));
        var me = await host.NewPerson();

        await Within(5, "description of the API", () => me.Client.GetAsync("/openapi/v1.json"));
        await Within(1000, "registration", async () => await host.NewPerson());
        for (var i = 0; i < 60; i++) await me.Add(new { title = $"Task {i}", tags = "home,money", due_date = "2026-12-01" });
        await Within(500, "creation of a task", () => me.Client.PostAsJsonAsync(me.Tasks, new { title = "One more" }));
        await Within(5, "list of 50", () => me.Client.GetAsync(me.Tasks + "?limit=50"));
    }

    [Fact]
    public async Task A_server_on_a_warm_database_answers_within_a_second_of_its_start()
    {
        await using var first = await TestHost.Start();
        var me = await first.NewPerson();
        var started = Stopwatch.GetTimestamp();
        await using var host = await TestHost.Start(database: first.Database);
        using var client = host.Client(me.Token);
        using var answer = await client.GetAsync(me.Tasks);
        var time = Stopwatch.GetElapsedTime(started);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start to first answer, within a running process: {time.TotalMilliseconds:0} ms"));
        Assert.True(time < TimeSpan.FromSeconds(1), $"took {time}");
    }

    [Fact]
    public async Task Two_hundred_operations_at_once_succeed_on_a_pool_of_fifteen()
    {
        await using var host = await TestHost.Start();
        var me = await host.NewPerson();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => i % 2 == 0
            ? me.Client.PostAsJsonAsync(me.Tasks, new { title = $"Task {i}" })
            : me.Client.GetAsync(me.Tasks)));
        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString()));
        Assert.Equal(100, await host.Scalar<long>("select count(*) from task"));
        Assert.InRange(await host.Scalar<long>($"select count(*) from pg_stat_activity where datname = '{host.Database}' and application_name = 'doneon'"), 1, 15);
    }

    /// <summary>The median of many, after a few to warm up.</summary>
    async Task Within(double milliseconds, string what, Func<Task> act)
    {
        var times = new List<double>();
        for (var i = 0; i < 25; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await act();
            if (i >= 5) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        times.Sort();
        var median = times[times.Count / 2];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: median {median:0.0} ms"));
        Assert.True(median < milliseconds, $"{what} took {median} ms");
    }
}
