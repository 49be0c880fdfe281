using System.Diagnostics;
using System.Net;
using Xunit.Abstractions;

namespace Doneon.Tests.Exchange;

[CollectionDefinition(nameof(LargeExportAndImportTests), DisableParallelization = true)]
public sealed class AloneWithFiles;

/// <summary>What a full account takes: alone, so that what is measured is theirs.</summary>
[Collection(nameof(LargeExportAndImportTests))]
public class LargeExportAndImportTests(ITestOutputHelper output)
{
    const int Many = 100_000;

    /// <summary>Beside what is there anyway.</summary>
    const long MostGrowth = 64 << 20;

    [Fact]
    public async Task A_hundred_thousand_tasks_go_out_in_flat_memory_and_come_back()
    {
        await using var host = await TestHost.Start();
        var me = await host.NewPerson();
        me.Client.Timeout = TimeSpan.FromMinutes(5);
        var file = Files.Doneon([.. Enumerable.Range(1, Many).Select(One)]);
        await Timed("dry run", file, "?dry_run=true", (Many, Many, 0, 0));
        await Timed("import", file, "", (Many, Many, 0, 0));
        foreach (var format in (string[])["json", "csv", "ics", "markdown"])
        {
            var (length, seconds, growth) = await Measure(me, format);
            output.WriteLine($"{format}: {length >> 20} MB in {seconds:0.0} s, {growth >> 20} MB more memory");
            Assert.InRange(growth, long.MinValue, MostGrowth);
        }
        await Timed("its export, once more", await me.Export(), "", (Many, 0, Many, 0));
        Assert.Equal(Many, await host.Scalar<long>($"select task_count from \"user\" where id = {me.Id}"));

        async Task Timed(string what, string file, string query, (long, long, long, long) counts)
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal(counts, (await me.Brought(file, query)).Counts());
            output.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:0.0} s");
        }
    }

    static string One(int n) => $$"""
        {"uid":"{{Guid.NewGuid()}}","title":"Task number {{n}} of a long list"{{(n % 2 == 0 ? ",\"description\":\"Some words about it, and then some more of them, as people write them.\"" : "")}}{{(n % 3 == 0 ? $",\"due_date\":\"2026-{1 + n % 12:00}-{1 + n % 28:00}\"" : "")}}{{(n % 4 == 0 ? $",\"tags\":\"home,tag{n % 50}\"" : "")}}{{(n % 10 == 0 ? ",\"recursion_pattern\":\"weekly\"" : "")}},"completed":{{(n % 5 == 0 ? "true" : "false")}}}
        """.Trim();

    /// <summary>Reads the file and keeps nothing of it, and looks at what the process keeps meanwhile.</summary>
    static async Task<(long Length, double Seconds, long Growth)> Measure(Person me, string format)
    {
        var (before, most, length, looked) = (GC.GetTotalMemory(forceFullCollection: true), 0L, 0L, 0L);
        var clock = Stopwatch.StartNew();
        using var answer = await me.Client.GetAsync($"/api/{me.Id}/export?format={format}", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var bytes = new byte[64 * 1024];
        while (await stream.ReadAsync(bytes) is > 0 and var read)
        {
            length += read;
            if (length - looked < 2 << 20) continue;
            looked = length;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }
        return (length, clock.Elapsed.TotalSeconds, most - before);
    }
}
