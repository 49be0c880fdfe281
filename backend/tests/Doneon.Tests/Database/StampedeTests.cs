using System.Diagnostics;
using System.Net;
using Doneon.Database;
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
        await using var impostor = Impostor.HangingUp();
        var login = new NpgsqlConnectionStringBuilder(own.Server.Login(host.Database).ConnectionString) { Port = impostor.Port };
        var (db, connections) = host.Narrow(login, prepare: true, seconds: 3, most: 15);
        await using var _ = connections;
        connections.Failed();

        var clock = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, Connections.MostWaiting + 50).Select(async _ =>
        {
            var own = Stopwatch.StartNew();
            var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => db.AsServerReading().Text($"select 1"));
            Assert.False(refused.MayHaveHappened);
            return own.Elapsed;
        }));
        var elapsed = clock.Elapsed;
        Assert.Equal(50, times.Count(time => time < TimeSpan.FromSeconds(1)));
        Assert.InRange(times.Max(), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6));
        // One at a time, a moment apart: 20 a second at most, not one for each who waits.
        Assert.InRange(impostor.Connections, 5, 2 + 20 * elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_crowd_that_waits_neither_slows_the_rest_down_nor_storms_the_database_when_it_is_back()
    {
        var people = new List<Person>();
        for (var i = 0; i < 30; i++) people.Add(await host.NewPerson());
        List<Task<HttpStatusCode>> Crowd() => [.. people.SelectMany(person => Enumerable.Range(0, 12).Select(_ => Read(person)))];
        // As many when all is well: what they cost anyway.
        await Task.WhenAll(Crowd());
        var (threads, calm) = (ThreadPool.ThreadCount, await TimeOfHealth());
        await own.Server.Stop();
        List<Task<HttpStatusCode>> answers = [Read(people[0])];
        try
        {
            // Whoever comes before that is noticed waits longer.
            await Soon.Is(() => host.Db().Connections.Away, "it is noticed that the database is away");
            answers.AddRange(Crowd());
            int Told() => answers.Count(answer => answer.IsCompleted);
            // Well before anybody's patience ends.
            await Soon.Is(() => Told() >= answers.Count - Connections.MostWaiting, "all but those who wait are told", seconds: 6);
            Assert.InRange(Told(), answers.Count - Connections.MostWaiting, answers.Count - Connections.MostWaiting + 5);
            Assert.InRange(await TimeOfHealth(), TimeSpan.Zero, calm + TimeSpan.FromSeconds(1.5));
            Assert.InRange(ThreadPool.ThreadCount, 0, threads + Connections.MostWaiting / 5);
        }
        finally
        {
            await own.Server.Restart();
        }
        var waited = answers.Where(answer => !answer.IsCompleted).ToList();
        // It is noticed at once: those who have waited are served, and whoever comes now.
        await Soon.Is(async () => await Read(people[0]) == HttpStatusCode.OK, "it is noticed that the database is back", seconds: 3);
        await Soon.Is(() => answers.All(answer => answer.IsCompleted), "all who waited are answered", seconds: 8);
        Assert.NotEmpty(waited);
        Assert.All(waited, answer => Assert.Equal(HttpStatusCode.OK, answer.Result));
        Assert.InRange(await host.Scalar<long>("select count(*) from pg_stat_activity where usename = 'doneon'"), 1, 16);

        async Task<TimeSpan> TimeOfHealth()
        {
            var clock = Stopwatch.StartNew();
            using var alive = await people[0].Client.GetAsync("/health");
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
            return clock.Elapsed;
        }

        async Task<HttpStatusCode> Read(Person person)
        {
            using var answer = await person.Client.GetAsync(person.Tasks);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) Assert.Equal(1, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
            return answer.StatusCode;
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
        // One after the other, three at a time, they would wait for half a minute.
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(10));
    }
}
