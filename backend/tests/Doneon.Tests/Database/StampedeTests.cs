using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doneon.Database;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>Many people ask while the database is away, and when it comes back. Alone, because it measures how long they wait.</summary>
[Collection(nameof(Alone))]
public class StampedeTests(OwnCluster own) : IClassFixture<OwnCluster>
{
    readonly TestHost host = own.Host;

    [Fact]
    public async Task So_many_wait_for_a_database_that_is_away_and_whoever_comes_then_is_told_at_once()
    {
        using var closed = new TcpListener(IPAddress.Loopback, Ports.Free());
        closed.Start();
        var attempts = 0;
        var refusing = Refuse(closed, () => attempts++);
        var login = new NpgsqlConnectionStringBuilder(own.Server.Login(host.Database).ConnectionString) { Port = ((IPEndPoint)closed.LocalEndpoint).Port };
        var (db, connections) = host.Narrow(login, prepare: true, seconds: 3, most: 15);
        await using var _ = connections;
        connections.Failed();

        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, Connections.MostWaiting + 50).Select(async _ =>
        {
            var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => db.AsServerReading().Text($"select 1"));
            Assert.False(refused.MayHaveHappened);
            return clock.Elapsed;
        }));
        Assert.True(times.Count(time => time < TimeSpan.FromSeconds(0.5)) >= 50, $"told at once: {times.Count(time => time < TimeSpan.FromSeconds(0.5))}");
        Assert.InRange(times.Max(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4.5));
        // One at a time, a moment apart: 20 a second at most, not one for each who waits.
        Assert.InRange(attempts, 5, 20 * 4);
        closed.Stop();
        await refusing;
    }

    [Fact]
    public async Task A_crowd_that_waits_neither_slows_the_rest_down_nor_storms_the_database_when_it_is_back()
    {
        var people = new List<Person>();
        for (var i = 0; i < 30; i++) people.Add(await host.NewPerson());
        var threads = ThreadPool.ThreadCount;
        await own.Server.Stop();
        var clock = Stopwatch.StartNew();
        var answers = people.SelectMany(person => Enumerable.Range(0, 12).Select(_ => Read(person))).ToList();
        try
        {
            await Task.Delay(2000);
            var told = answers.Count(answer => answer.IsCompleted);
            Assert.True(told >= answers.Count - Connections.MostWaiting - 15, $"{told} of {answers.Count} were told at once");
            var moment = Stopwatch.StartNew();
            using (var alive = await people[0].Client.GetAsync("/health")) Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
            Assert.InRange(moment.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
            Assert.InRange(ThreadPool.ThreadCount, 0, threads + 10);
        }
        finally
        {
            await own.Server.Restart();
        }
        // It is noticed at once: those who have waited are served, and whoever comes now.
        var back = Stopwatch.StartNew();
        while ((await Read(people[0])).Status != HttpStatusCode.OK) await Task.Delay(20);
        Assert.InRange(back.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var waited = (await Task.WhenAll(answers)).Where(answer => answer.Time > TimeSpan.FromSeconds(2)).ToList();
        Assert.NotEmpty(waited);
        Assert.All(waited, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(12));
        Assert.InRange(await host.Scalar<long>("select count(*) from pg_stat_activity where usename = 'doneon'"), 1, 16);

        async Task<(HttpStatusCode Status, TimeSpan Time)> Read(Person person)
        {
            var began = clock.Elapsed;
            using var answer = await person.Client.GetAsync(person.Tasks);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) Assert.Equal(1, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
            return (answer.StatusCode, clock.Elapsed - began);
        }
    }

    [Fact]
    public async Task Those_who_wait_behind_their_own_requests_wait_no_longer_than_any_other()
    {
        await using var hasty = await TestHost.Start(new() { ["DB_COMMAND_SECONDS"] = "2", ["POOL_SIZE"] = "3" }, own.Server, host.Database);
        var person = await hasty.NewPerson();
        await using var source = NpgsqlDataSource.Create(own.Server.Superuser(host.Database));
        await using var blocking = await source.OpenConnectionAsync();
        await using var transaction = await blocking.BeginTransactionAsync();
        await using (var lockTasks = new NpgsqlCommand("lock table task in access exclusive mode", blocking, transaction)) await lockTasks.ExecuteNonQueryAsync();
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            using var answer = await person.Client.GetAsync(person.Tasks);
            return answer.StatusCode;
        }));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(5));
    }

    /// <summary>What a server does that is there and wants nobody.</summary>
    static async Task Refuse(TcpListener listener, Action attempt)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                attempt();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
