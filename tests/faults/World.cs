using System.Diagnostics;
using System.Globalization;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Faults;

/// <param name="Pooled">Whether PgBouncer, in transaction mode, stands before PostgreSQL.</param>
sealed record Layout(bool Pooled, int Replicas)
{
    public string Path => Pooled ? "pooler" : "direct";
}

/// <summary>What a fault asks of the world that it strikes.</summary>
enum Needs { Nothing, SmallDisk, FalseClock }

/// <summary>Servers, a proxy that does harm, a pooler perhaps, and PostgreSQL: real programs, each of which can be killed and brought back.</summary>
sealed class World : IAsyncDisposable
{
    const string Database = "faults";

    readonly string[] program;
    readonly Clock?[] clocks;
    readonly Process?[] servers;
    readonly int[] ports;
    PgBouncer? bouncer;

    World(Layout layout, Needs needs, string[] program, PostgresServer postgres)
    {
        (this.program, Needs, Postgres) = (program, needs, postgres);
        servers = new Process?[layout.Replicas];
        ports = [.. servers.Select(_ => Ports.Free())];
        clocks = [.. servers.Select(_ => needs == Needs.FalseClock ? new Clock() : null)];
    }

    public Needs Needs { get; }
    public PostgresServer Postgres { get; }
    public FaultProxy Proxy { get; private set; } = null!;
    public int Replicas => servers.Length;

    public Uri Address(int replica) => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{ports[replica]}"));

    /// <summary>The first server's own.</summary>
    public Clock Clock => clocks[0]!;

    public static async Task<World> Start(Layout layout, Needs needs, string[] program, Options options)
    {
        var settings = new Dictionary<string, string> { ["max_connections"] = "60", ["log_min_messages"] = "fatal" };
        if (options.Sabotage == Sabotage.NoSync) (settings["synchronous_commit"], settings["wal_writer_delay"]) = ("off", "10s");
        // Little of the log is kept ready, so that a full disk is met soon.
        if (needs == Needs.SmallDisk) (settings["min_wal_size"], settings["max_wal_size"]) = ("32MB", "64MB");
        var postgres = await PostgresServer.Start(new() { Settings = settings, DiskMegabytes = needs == Needs.SmallDisk ? 400 : null });
        var world = new World(layout, needs, program, postgres);
        await postgres.CreateDatabase(Database);
        if (layout.Pooled) world.bouncer = await PgBouncer.Start(postgres);
        world.Proxy = new(world.bouncer?.Port ?? postgres.Port, options.Seed);
        for (var replica = 0; replica < layout.Replicas; replica++) await world.StartServer(replica);
        return world;
    }

    public async Task StartServer(int replica)
    {
        var url = bouncer?.UrlFor(Database) ?? Postgres.UrlFor(Database);
        var environment = new Dictionary<string, string>(clocks[replica]?.Environment ?? new Dictionary<string, string>())
        {
            ["DATABASE_URL"] = url.Replace($":{bouncer?.Port ?? Postgres.Port}/", $":{Proxy.Port}/", StringComparison.Ordinal),
            ["DATABASE_URL_UNPOOLED"] = Postgres.UrlFor(Database),
            ["PORT"] = ports[replica].ToString(CultureInfo.InvariantCulture),
            ["LOG_LEVEL"] = Environment.GetEnvironmentVariable("LOG_LEVEL") ?? "none",
            // All clients come from one address, and each is as quick as it can.
            ["SIGNINS_PER_MINUTE_ADDRESS"] = "100000",
            ["FAILED_LOGINS_PER_ADDRESS"] = "100000",
            ["FAILED_LOGINS_PER_ACCOUNT"] = "100000",
            ["REQUESTS_PER_MINUTE_ADDRESS"] = "1000000",
            ["REQUESTS_PER_MINUTE_USER"] = "1000000",
        };
        servers[replica] = Shell.Start([.. program, "serve"], environment: environment);
        for (var patience = Stopwatch.StartNew(); !await Ports.Answers(ports[replica]); await Task.Delay(20))
            if (servers[replica]!.HasExited || patience.Elapsed > TimeSpan.FromSeconds(30)) throw new DevException("Doneon did not start.");
    }

    public void KillServer(int replica)
    {
        servers[replica]!.Kill();
        servers[replica]!.WaitForExit();
    }

    /// <summary>Gives back how long it took to end in order.</summary>
    public async Task<TimeSpan> StopServer(int replica)
    {
        var clock = Stopwatch.StartNew();
        await Shell.Stop(servers[replica]!, TimeSpan.FromSeconds(35));
        return clock.Elapsed;
    }

    public Task RestartPooler(TimeSpan pause) => bouncer!.Restart(pause);

    /// <summary>As superuser, past the proxy and the pooler.</summary>
    public async Task<List<object[]>> Ask(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Postgres.Superuser(Database));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    /// <summary>The processes of PostgreSQL that serve Doneon, or its pooler.</summary>
    public async Task<List<int>> Sessions() => [.. (await Ask("select pid from pg_stat_activity where usename = 'doneon'")).Select(row => (int)row[0])];

    /// <summary>For a while, takes whatever connection is not kept for superusers, and ends those of others.</summary>
    public async Task TakeAllConnections(TimeSpan time)
    {
        const string Others = "from pg_stat_activity where usename = 'doneon' and application_name <> 'taker'";
        var (taken, hadAll) = (new List<NpgsqlConnection>(), false);
        var taker = new NpgsqlConnectionStringBuilder(Postgres.Login(Database).ConnectionString) { ApplicationName = "taker" }.ConnectionString;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time; await Task.Delay(20))
        {
            await Ask($"select pg_terminate_backend(pid) {Others}");
            var more = Enumerable.Range(0, 15).Select(_ => new NpgsqlConnection(taker)).ToList();
            taken.AddRange(more);
            await Task.WhenAll(more.Select(connection => connection.OpenAsync())).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            hadAll |= (await Ask($"select count(*) {Others}"))[0][0] is 0L;
        }
        foreach (var connection in taken) await connection.DisposeAsync();
        if (!hadAll) throw new DevException("Others kept a connection all the time: the fault did not strike.");
    }

    /// <summary>What time the first server says it is, against the right one.</summary>
    public async Task<TimeSpan> ClockDifference()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Address(0), "/health"));
        return answer.Headers.Date!.Value - DateTimeOffset.UtcNow;
    }

    public int ServerProcess(int replica) => servers[replica]!.Id;

    public int PoolerProcess => bouncer!.ProcessId;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers) if (server is not null) await Shell.Stop(server, TimeSpan.FromSeconds(35));
        Proxy.Dispose();
        if (bouncer is not null) await bouncer.DisposeAsync();
        await Postgres.DisposeAsync();
        foreach (var clock in clocks) clock?.Dispose();
    }
}
