using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Database;
using Doneon.Dev;
using Doneon.Tests.Http;
using Npgsql;

namespace Doneon.Tests.Database;

public sealed class OwnCluster : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;
    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await PostgresServer.Start(new() { Settings = new Dictionary<string, string> { ["fsync"] = "off" } });
        Host = await TestHost.Start(server: Server);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>PostgreSQL is killed, stopped, frozen and brought back under a running server. Alone, because it measures how long people wait.</summary>
[Collection(nameof(Alone))]
public class FaultTests(OwnCluster own) : IClassFixture<OwnCluster>
{
    readonly TestHost host = own.Host;

    Task<List<int>> OnServer(string sql) => own.Server.Superuser(host.Database).Run(sql);

    Task<List<int>> EndSessions() => OnServer("select count(pg_terminate_backend(pid))::int from pg_stat_activity where usename = 'doneon'");

    static async Task Warm(Person person) => await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => person.Get(person.Tasks)));

    [Fact]
    public async Task Sessions_that_were_ended_between_requests_are_not_noticed_by_anybody()
    {
        var person = await host.NewPerson();
        for (var round = 1; round <= 6; round++)
        {
            await Warm(person);
            await EndSessions();
            // At once, when no connection has rested, and later, when each is asked first; reads first and writes first.
            if (round % 3 == 0) await Task.Delay(1100);
            if (round % 2 == 0) Assert.Equal(round - 1, (await person.Get(person.Tasks)).GetArrayLength());
            await person.Add(new { title = $"round {round}" });
            Assert.Equal(round, (await person.Get(person.Tasks)).GetArrayLength());
        }
        using var ready = await person.Client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Theory, InlineData("read"), InlineData("write")]
    public async Task After_a_crash_and_restart_between_requests_nothing_is_lost_and_the_next_one_succeeds(string first)
    {
        var person = await host.NewPerson();
        await Warm(person);
        for (var i = 0; i < 5; i++) await person.Add(new { title = $"{i}" });
        own.Server.Kill();
        await own.Server.Restart();
        await Task.Delay(1100);
        if (first == "write") await person.Add(new { title = "5" });
        Assert.Equal(first == "write" ? 6 : 5, (await person.Get(person.Tasks)).GetArrayLength());
        await person.Add(new { title = "last" });
    }

    [Theory, InlineData("direct"), InlineData("pooler")]
    public async Task While_the_database_is_down_reads_wait_and_writes_are_told_the_truth(string path)
    {
        await using var bouncer = path == "pooler" ? await PgBouncer.Start(own.Server) : null;
        await using var pooled = bouncer is null ? null : await TestHost.Start(
            new() { ["DATABASE_URL"] = bouncer.UrlFor(host.Database), ["DATABASE_URL_UNPOOLED"] = own.Server.UrlFor(host.Database) }, own.Server, host.Database);
        var people = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => (pooled ?? host).NewPerson()));
        using var over = new CancellationTokenSource();
        var slowest = TimeSpan.Zero;
        var (reads, told) = (0, new List<(Person Person, string Title, string Outcome)>());

        async Task<HttpResponseMessage> Timed(Func<Task<HttpResponseMessage>> send)
        {
            var clock = Stopwatch.StartNew();
            var answer = await send();
            lock (told) slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
            return answer;
        }

        async Task Read(Person person)
        {
            while (!over.IsCancellationRequested)
            {
                using var answer = await Timed(() => person.Client.GetAsync(person.Tasks));
                // Down for less than its patience: a read succeeds in the end, unless the pooler has less.
                Assert.True(answer.StatusCode == HttpStatusCode.OK || path == "pooler" && answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}");
                if (answer.IsSuccessStatusCode) Interlocked.Increment(ref reads);
            }
        }

        async Task Write(Person person)
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                using var answer = await Timed(() => person.Client.PostAsJsonAsync(person.Tasks, new { title = $"{i}" }));
                Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}");
                var outcome = answer.StatusCode == HttpStatusCode.Created ? "created" : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
                lock (told) told.Add((person, $"{i}", outcome));
            }
        }

        // Under a key a client may try until it knows; what became of the attempts before is not its affair.
        async Task WriteWithKeys(Person person)
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                HttpStatusCode status;
                do
                {
                    using var answer = await Timed(() => person.Client.SendJson("POST", person.Tasks, $$"""{"title":"{{i}}"}""", ("Idempotency-Key", $"{i}")));
                    status = answer.StatusCode;
                    Assert.True(status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{status}");
                } while (status != HttpStatusCode.Created);
                lock (told) told.Add((person, $"{i}", "created"));
            }
        }

        var work = people.Select((person, i) => (i % 3) switch { 0 => Read(person), 1 => Write(person), _ => WriteWithKeys(person) }).ToList();
        await Task.Delay(500);
        own.Server.Kill();
        try
        {
            await Task.Delay(1500);
            using (var alive = await people[0].Client.GetAsync("/health")) Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
            // A pooler keeps the first requests waiting before one of them fails.
            await Becomes(HttpStatusCode.ServiceUnavailable, people[0].Client, "/health/ready");
            await IsUnwell(pooled ?? host);
        }
        finally
        {
            await own.Server.Restart();
        }
        await Task.Delay(2000);
        await over.CancelAsync();
        await Task.WhenAll(work);

        using (var ready = await people[0].Client.GetAsync("/health/ready")) Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.InRange(slowest, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(12));
        Assert.NotEqual(0, reads);
        Assert.Contains(told, write => write.Outcome == "created");
        var saved = (await host.Scalar<string>("select string_agg(user_id || ' ' || title, ',') from task")).Split(',').ToLookup(row => row);
        foreach (var (person, title, outcome) in told)
        {
            var rows = saved[$"{person.Id} {title}"].Count();
            if (outcome == "created") Assert.Equal(1, rows);
            else if (outcome.Contains("Nothing was changed", StringComparison.Ordinal)) Assert.Equal(0, rows);
            else
            {
                Assert.Contains("may or may not have happened", outcome, StringComparison.Ordinal);
                Assert.InRange(rows, 0, 1);
            }
        }
    }

    [Fact]
    public async Task A_frozen_database_holds_nobody_for_long()
    {
        await using var hasty = await TestHost.Start(new() { ["DB_COMMAND_SECONDS"] = "3" }, own.Server, host.Database);
        var person = await hasty.NewPerson();
        await Warm(person);
        var postmaster = int.Parse(File.ReadLines(Path.Combine(own.Server.Folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var sessions = await OnServer("select pid from pg_stat_activity where pid <> pg_backend_pid()");
        try
        {
            await Shell.Signal("STOP", [postmaster, .. sessions]);
            await IsUnwell(hasty);
            var clock = Stopwatch.StartNew();
            using var read = await person.Client.GetAsync(person.Tasks);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, read.StatusCode);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            await IsUnwell(hasty);
        }
        finally
        {
            await Shell.Signal("CONT", [postmaster, .. sessions]);
        }
        Assert.Equal(0, (await person.Get(person.Tasks)).GetArrayLength());
        using var ready = await person.Client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    static async Task Becomes(HttpStatusCode status, HttpClient client, string path)
    {
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            using var answer = await client.GetAsync(path);
            if (answer.StatusCode == status) return;
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(5), $"{path} answers {answer.StatusCode}");
        }
    }

    static async Task IsUnwell(TestHost host)
    {
        using var client = host.Client();
        var clock = Stopwatch.StartNew();
        using var health = await client.GetAsync("/health/db");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_probe_of_readiness_asks_the_database_nothing_while_all_is_well()
    {
        var person = await host.NewPerson();
        await Warm(person);
        async Task<string> Use()
        {
            await using var source = NpgsqlDataSource.Create(own.Server.Superuser(host.Database));
            await using var command = source.CreateCommand("select max(query_start)::text || ' ' || max(backend_start)::text || ' ' || count(*) from pg_stat_activity where usename = 'doneon'");
            return (string)(await command.ExecuteScalarAsync())!;
        }
        var before = await Use();
        for (var i = 0; i < 20; i++)
        {
            using var ready = await person.Client.GetAsync("/health/ready");
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            using var alive = await person.Client.GetAsync("/health");
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        }
        Assert.Equal(before, await Use());
    }

    [Fact]
    public async Task A_full_pool_is_no_database_that_is_away()
    {
        var person = await host.NewPerson();
        var (patient, connections) = host.Narrow(own.Server.Login(host.Database), prepare: true);
        await using var _ = connections;
        var hasty = new Db(connections, Role.NameFor(host.Database), TimeSpan.FromSeconds(1));
        await using var gate = await Gate.At(own.Server.Superuser(host.Database));
        var busy = patient.As(host.Me(person)).Text($"select pg_advisory_xact_lock_shared({Gate.Shut})::text");
        await Gate.Waiting(own.Server.Superuser(host.Database));
        var clock = Stopwatch.StartNew();
        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => hasty.As(host.Me(person)).Execute($"update task set completed = true"));
        Assert.False(refused.MayHaveHappened);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2.5));
        Assert.False(connections.Away);
        await gate.DisposeAsync();
        await busy;
    }

    [Fact]
    public async Task A_database_that_comes_up_late_is_waited_for()
    {
        await own.Server.Stop();
        var start = TestHost.Start(server: own.Server, database: host.Database);
        await Task.Delay(700);
        Assert.False(start.IsCompleted);
        await own.Server.Restart();
        await using var late = await start;
        await late.NewPerson();
    }

    [Fact]
    public async Task A_database_that_stays_away_stops_the_start_with_one_line()
    {
        var settings = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = $"postgresql://doneon:secret@localhost:{Ports.Free()}/doneon",
            ["DB_WAIT_SECONDS"] = "1",
        };
        var stop = await Assert.ThrowsAsync<StopException>(() => TestHost.Start(settings, own.Server, host.Database));
        Assert.DoesNotContain("secret", stop.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', stop.Message);
    }

    [Theory, InlineData("no TLS"), InlineData("wrong password"), InlineData("no such database")]
    public async Task What_waiting_cannot_mend_stops_the_start_at_once(string fault)
    {
        await using var plain = Impostor.WithoutTls();
        var url = fault switch
        {
            "no TLS" => $"postgresql://doneon:secret@localhost:{plain.Port}/doneon?sslmode=require",
            "wrong password" => own.Server.Url.Replace(own.Server.Password, "secret", StringComparison.Ordinal),
            _ => own.Server.UrlFor("nowhere"),
        };
        var clock = Stopwatch.StartNew();
        var stop = await Assert.ThrowsAsync<StopException>(() => TestHost.Start(new() { ["DATABASE_URL"] = url }, own.Server, host.Database));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(StopException.Database, stop.ExitCode);
        Assert.DoesNotContain("secret", stop.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(own.Server.Password, stop.Message, StringComparison.Ordinal);
    }
}
