using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Dev;
using Doneon.Tests.Database;
using Doneon.Tests.Http;
using Npgsql;

namespace Doneon.Tests.Health;

public class HealthTests
{
    [Fact]
    public async Task A_healthy_server_says_so()
    {
        using var client = (await TestHost.Shared).Client();
        var alive = await client.GetAsync("/health").Json();
        Assert.Equal(["status", "version"], alive.Names());
        Assert.Equal("ok", alive.Text("status"));
        Assert.Equal("""{"status":"ready"}""", (await client.GetAsync("/health/ready").Json()).GetRawText());
        var database = await client.GetAsync("/health/db").Json();
        Assert.Equal(["status", "open_ms", "latency_ms", "server_version", "tls", "pool"], database.Names());
        Assert.Equal("ok", database.Text("status"));
        Assert.StartsWith("TLSv1.3", database.Text("tls"));
        Assert.InRange(database.GetProperty("latency_ms").GetDouble(), 0.001, 1500);
        Assert.Equal(15, database.GetProperty("pool").GetProperty("most").GetInt32());
        // Other tests' servers live in this process, and are counted along.
        Assert.InRange(database.GetProperty("pool").GetProperty("idle").GetInt32() + database.GetProperty("pool").GetProperty("busy").GetInt32(), 1, int.MaxValue);
    }

    [Fact]
    public async Task Without_its_database_a_server_lives_is_not_ready_tells_why_and_comes_back()
    {
        await using var server = await PostgresServer.Start(new() { Settings = new Dictionary<string, string> { ["fsync"] = "off" } });
        await using var host = await TestHost.Start(new() { ["DB_COMMAND_SECONDS"] = "1" }, server);
        var me = await host.NewPerson();
        server.Kill();
        await me.Client.GetAsync(me.Tasks).IsProblem(503);
        using var client = host.Client();
        await client.GetAsync("/health").Is(HttpStatusCode.OK);
        foreach (var path in (string[])["/health/ready", "/health/db"])
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await client.GetAsync(path).Json(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("unavailable", answer.Text("status"));
            Assert.DoesNotContain(host.Server.Password, answer.GetRawText());
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
        await server.Restart();
        await client.GetAsync("/health/ready").Is(HttpStatusCode.OK);
        await me.Client.PostAsJsonAsync(me.Tasks, new { title = "Again" }).Is(HttpStatusCode.Created);
        Assert.Equal(JsonValueKind.String, (await client.GetAsync("/health/db").Json()).GetProperty("tls").ValueKind);
    }

    [Fact]
    public async Task A_database_that_refuses_the_login_from_now_on_makes_the_server_unready()
    {
        await using var host = await TestHost.Start();
        var me = await host.NewPerson();
        await host.Server.Superuser().Run($"alter database \"{host.Database}\" with allow_connections false");
        await host.Server.Superuser().Run($"select pg_terminate_backend(pid)::int from pg_stat_activity where datname = '{host.Database}'");
        await me.Client.PostAsJsonAsync(me.Tasks, new { title = "Refused" }).IsProblem(503);
        using var client = host.Client();
        await client.GetAsync("/health/ready").Json(HttpStatusCode.ServiceUnavailable);
        await host.Server.Superuser().Run($"alter database \"{host.Database}\" with allow_connections true");
        await client.GetAsync("/health/ready").Json();
        await me.Add(new { title = "Taken" });
    }

    [Fact]
    public async Task A_pool_that_is_busy_does_not_make_the_server_unready()
    {
        await using var host = await TestHost.Start(new() { ["POOL_SIZE"] = "1" });
        var me = await host.NewPerson();
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        await using var connection = await source.OpenConnectionAsync();
        await using var holder = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select 1 from \"user\" for update", connection)) await hold.ExecuteNonQueryAsync();
        var write = me.Client.PostAsJsonAsync(me.Tasks, new { title = "Waits" });
        await Task.Delay(200);
        using var client = host.Client();
        Assert.Equal("All connections are in use.", (await client.GetAsync("/health/db").Json(HttpStatusCode.ServiceUnavailable)).Text("problem"));
        await client.GetAsync("/health/ready").Json();
        await holder.CommitAsync();
        await write.Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Asking_whether_it_is_ready_lets_the_database_sleep()
    {
        await using var host = await TestHost.Start();
        using var client = host.Client();
        await client.GetAsync("/health/ready").Is(HttpStatusCode.OK);
        await Task.Delay(1200); // statistics are flushed within a second
        var before = await Transactions(host);
        for (var i = 0; i < 50; i++) await client.GetAsync("/health/ready").Is(HttpStatusCode.OK);
        await client.GetAsync("/health").Is(HttpStatusCode.OK);
        await Task.Delay(1200);
        Assert.InRange(await Transactions(host) - before, 0, 10);
    }

    static Task<long> Transactions(TestHost host) => host.Scalar<long>("select xact_commit from pg_stat_database where datname = current_database()");
}
