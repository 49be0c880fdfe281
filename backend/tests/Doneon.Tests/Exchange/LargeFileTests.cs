using System.Diagnostics;
using System.Net;
using Doneon.Tests.Http;
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
        var (me, again) = (await host.NewPerson(), await host.NewPerson());
        await host.Execute($"""
            insert into task (user_id, title, description, due_date, priority, tags, recursion_pattern, completed, created_at, updated_at)
            select {me.Id}, 'Task number ' || n || ' of a long list', case when n % 2 = 0 then repeat('Some words about it. ', 8) end,
                case when n % 3 = 0 then to_char(date '2026-01-01' + n % 900, 'YYYY-MM-DD') end, (array['High', 'Medium', 'Low'])[1 + n % 3]::priority_enum,
                case when n % 4 = 0 then 'home,tag' || n % 50 end, case when n % 10 = 0 then 'weekly' end, n % 5 = 0, now() - n * interval '1 minute', now() - n * interval '1 minute'
            from generate_series(1, {Many}) n
            """);
        foreach (var format in (string[])["json", "csv", "ics", "markdown"])
        {
            var (length, seconds, growth) = await Measure(me, format);
            output.WriteLine($"{format}: {length >> 20} MB in {seconds:0.0} s, {growth >> 20} MB more memory");
            Assert.InRange(growth, long.MinValue, MostGrowth);
        }
        var file = await me.Client.GetByteArrayAsync($"/api/{me.Id}/export");
        var clock = Stopwatch.StartNew();
        Assert.Equal((Many, Many, 0, 0), (await again.Bring(file, "?dry_run=true").Json()).Counts());
        output.WriteLine($"dry run: {clock.Elapsed.TotalSeconds:0.0} s");
        clock.Restart();
        Assert.Equal((Many, Many, 0, 0), (await again.Bring(file).Json()).Counts());
        output.WriteLine($"import: {clock.Elapsed.TotalSeconds:0.0} s");
        clock.Restart();
        Assert.Equal((Many, 0, Many, 0), (await again.Bring(file).Json()).Counts());
        output.WriteLine($"once more: {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(0, await host.Scalar<long>($"""
            select count(*) from (
                select to_jsonb(t) - 'id' - 'user_id' - 'change' from task t where user_id = {me.Id}
                except select to_jsonb(t) - 'id' - 'user_id' - 'change' from task t where user_id = {again.Id}) lost
            """));
        Assert.Equal(Many, await host.Scalar<long>($"select task_count from \"user\" where id = {again.Id}"));
    }

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
