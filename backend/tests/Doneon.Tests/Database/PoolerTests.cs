using Doneon.Database;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>Doneon behind a transaction-mode pooler that does not look after prepared statements (PgBouncer before 1.21).</summary>
public class PoolerTests
{
    static Dictionary<string, string> Behind(PgBouncer bouncer, TestHost host, string prepare = "auto", string poolSize = "15") => new()
    {
        ["DATABASE_URL"] = bouncer.UrlFor(host.Database),
        ["DATABASE_URL_UNPOOLED"] = host.Server.UrlFor(host.Database),
        ["DB_PREPARE"] = prepare,
        ["POOL_SIZE"] = poolSize,
    };

    [Fact]
    public async Task Behind_a_pooler_many_people_at_once_each_get_their_own_rows()
    {
        var shared = await TestHost.Shared;
        await using var bouncer = await PgBouncer.Start(shared.Server, poolSize: 3);
        await using var host = await TestHost.Start(Behind(bouncer, shared), shared.Server, shared.Database);
        Assert.False(host.Db().Connections.Prepares);

        var people = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.NewPerson()));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var person = people[i % 10];
            if (i % 3 == 0) Assert.Equal(person.Id, (await person.Add(new { title = person.Name })).GetProperty("user_id").GetInt64());
            Assert.All((await person.Get(person.Tasks)).EnumerateArray(), task => Assert.Equal(person.Name, task.GetProperty("title").GetString()));
            Assert.Equal(person.Name, (await person.Get("/api/auth/me")).GetProperty("username").GetString());
        }));
        foreach (var (person, index) in people.Select((person, index) => (person, index)))
            Assert.Equal(Enumerable.Range(0, 200).Count(i => i % 10 == index && i % 3 == 0), (await person.Get(person.Tasks)).GetArrayLength());
        Assert.Equal("ok", (await people[0].Get("/health/db")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Nothing_is_migrated_through_a_pooler_and_a_database_that_is_ready_is_served_through_it()
    {
        var cluster = await TestHost.SharedCluster;
        const string name = "migrated_past_a_pooler";
        await cluster.CreateDatabase(name);
        await using var bouncer = await PgBouncer.Start(cluster, poolSize: 3);
        var url = new Dictionary<string, string> { ["DATABASE_URL"] = bouncer.UrlFor(name) };
        var refused = await Assert.ThrowsAsync<StopException>(() => TestHost.Start(url, cluster, name));
        Assert.Contains("DATABASE_URL_UNPOOLED", refused.Message);
        await (await TestHost.Start(server: cluster, database: name)).DisposeAsync();

        await using var host = await TestHost.Start(url, cluster, name);
        await (await host.NewPerson()).Add(new { title = "Served" });
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task A_pooler_is_recognised_at_every_start_and_nothing_is_left_on_its_connections(int poolSize)
    {
        var cluster = await TestHost.SharedCluster;
        await using var bouncer = await PgBouncer.Start(cluster, poolSize);
        await using var source = NpgsqlDataSource.Create(bouncer.Login());
        for (var start = 0; start < 3; start++) Assert.Equal((true, false), await Pooler.Detect(source, default));
        await using var left = source.CreateCommand("select count(*) from pg_prepared_statements");
        Assert.Equal(0L, await left.ExecuteScalarAsync());
    }

    [Fact]
    public async Task What_somebody_else_left_prepared_on_the_poolers_connection_does_not_stop_the_start()
    {
        var cluster = await TestHost.SharedCluster;
        await using var bouncer = await PgBouncer.Start(cluster, poolSize: 1);
        await using var source = NpgsqlDataSource.Create(bouncer.Login());
        await using (var other = await source.OpenConnectionAsync())
        {
            await using var command = new NpgsqlCommand("select 'other'", other);
            await command.PrepareAsync();
        }
        Assert.Equal((true, false), await Pooler.Detect(source, default));
    }

    [Fact]
    public async Task Direct_connections_are_prepared_also_when_the_pool_is_for_one_only()
    {
        var cluster = await TestHost.SharedCluster;
        await using var host = await TestHost.Start(new() { ["POOL_SIZE"] = "1" }, cluster);
        Assert.True(host.Db().Connections.Prepares);
        var person = await host.NewPerson();
        await person.Add(new { title = "x" });
    }

    /// <summary>It could only run wrong statements: two clients' statements of one name meet on the pooler's connections.</summary>
    [Fact]
    public async Task Preparing_by_force_behind_such_a_pooler_is_refused_at_start()
    {
        var shared = await TestHost.Shared;
        await using var bouncer = await PgBouncer.Start(shared.Server);
        var stop = await Assert.ThrowsAsync<StopException>(() => TestHost.Start(Behind(bouncer, shared, prepare: "on"), shared.Server, shared.Database));
        Assert.Contains("DB_PREPARE", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preparing_stops_by_itself_when_the_pooler_lost_a_statement()
    {
        var shared = await TestHost.Shared;
        var person = await shared.NewPerson();
        await using var bouncer = await PgBouncer.Start(shared.Server, poolSize: 1);
        var (one, oneConnections) = shared.Narrow(bouncer.Login(shared.Database), prepare: true);
        var (other, otherConnections) = shared.Narrow(bouncer.Login(shared.Database), prepare: true);
        await using var _ = oneConnections;
        await using var __ = otherConnections;
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("one", await one.As(shared.Me(person, onlyReads: i % 2 == 0)).Text($"select {"one"}"));
            Assert.Equal("other", await other.As(shared.Me(person, onlyReads: i % 2 == 1)).Text($"select {"other"}"));
        }
        Assert.False(oneConnections.Prepares && otherConnections.Prepares);
    }

    [Fact]
    public async Task A_pooler_that_is_away_at_start_is_named_in_one_line()
    {
        var shared = await TestHost.Shared;
        var bouncer = await PgBouncer.Start(shared.Server);
        var settings = Behind(bouncer, shared);
        settings["DB_WAIT_SECONDS"] = "1";
        await bouncer.DisposeAsync();
        var stop = await Assert.ThrowsAsync<StopException>(() => TestHost.Start(settings, shared.Server, shared.Database));
        Assert.Contains($"localhost:{bouncer.Port}", stop.Message, StringComparison.Ordinal);
    }
}
