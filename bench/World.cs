using System.Diagnostics;
using System.Globalization;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Bench;

/// <summary>A PostgreSQL with its own durable defaults, with and without TLS, filled with people and tasks; and the published server on it.</summary>
sealed class World : IAsyncDisposable
{
    public const int TasksPerUser = 100;
    const string Database = "bench";

    World(PostgresServer postgres, string program) => (Postgres, Program) = (postgres, program);

    public PostgresServer Postgres { get; }
    public string Program { get; }

    /// <summary>The file of people for wrk.</summary>
    public string PeopleFile { get; } = Path.Combine(Checkout.Folder, "bench", "people.txt");

    public static async Task<World> Start(Options options)
    {
        var program = await Publish();
        var postgres = await PostgresServer.Start(new()
        {
            AllowsPlainText = true,
            Settings = new Dictionary<string, string>
            {
                // 256 of pgbench, and the pool. All else, and fsync above all, is as PostgreSQL comes.
                ["max_connections"] = "300",
                ["shared_preload_libraries"] = "pg_stat_statements",
            },
        });
        var world = new World(postgres, program);
        await postgres.CreateDatabase(Database);
        await world.Execute("create extension pg_stat_statements");
        await Shell.Run([program, "migrate"], environment: world.Environment(tls: true));
        await People.Add(world, options.Users);
        return world;
    }

    /// <summary>As people run it: one ReadyToRun file.</summary>
    static async Task<string> Publish()
    {
        var folder = Path.Combine(Checkout.Folder, "bench", "program");
        await Shell.Run(TestedProgram.Publishing(folder));
        return Path.Combine(folder, "doneon");
    }

    public string Url(bool tls) => tls ? Postgres.UrlFor(Database) : Postgres.UrlFor(Database).Split('?')[0] + "?sslmode=disable";

    public Dictionary<string, string> Environment(bool tls) => new()
    {
        ["DATABASE_URL"] = Url(tls),
        ["JWT_SECRET"] = People.Secret,
        // All clients have one address, and the load comes from few people at a time.
        ["REQUESTS_PER_MINUTE_ADDRESS"] = "1000000",
        ["REQUESTS_PER_MINUTE_USER"] = "1000000",
        ["SIGNINS_PER_MINUTE_ADDRESS"] = "100000",
    };

    public NpgsqlConnectionStringBuilder Superuser => Postgres.Superuser(Database);

    /// <summary>The token of a person.</summary>
    public string TokenOf(int person) => File.ReadLines(PeopleFile).ElementAt(person - 1).Split(' ')[1];

    /// <summary>How many connections to the database are Doneon's at this moment.</summary>
    public Task<long> Connections() => Value<long>("select count(*) from pg_stat_activity where application_name = 'doneon'");

    /// <summary>As superuser.</summary>
    public async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(Superuser.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task Execute(string sql)
    {
        await using var connection = await Connect();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Value<T>(string sql)
    {
        await using var connection = await Connect();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What was filled in is as it would be after a while.</summary>
    public async Task Settle()
    {
        await Execute("vacuum analyze");
        await Execute("checkpoint");
    }

    /// <summary>Sets what PostgreSQL logs, or takes back what was set: a name without a value.</summary>
    public async Task SetLog(params string[] settings)
    {
        foreach (var setting in settings) await Execute($"alter system {(setting.Contains('=', StringComparison.Ordinal) ? "set" : "reset")} {setting}");
        await Execute("select pg_reload_conf(), pg_sleep(0.3)");
    }

    /// <summary>What PostgreSQL logs while something is done.</summary>
    public async Task<string> Logged(Func<Task> act)
    {
        var start = new FileInfo(Postgres.LogFile).Length;
        await act();
        await using var file = new FileStream(Postgres.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = start;
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    public ValueTask DisposeAsync() => Postgres.DisposeAsync();
}

/// <summary>One running server.</summary>
sealed class Server : IAsyncDisposable
{
    readonly Process process;

    Server(Process process, int port) => (this.process, Address) = (process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}")));

    public Uri Address { get; }

    public int ProcessId => process.Id;

    public static async Task<Server> Start(World world, bool tls, params (string Name, string Value)[] settings)
    {
        var server = Launch(world, tls, settings);
        for (var patience = Stopwatch.StartNew(); !await Ports.Answers(server.Address.Port); await Task.Delay(20)) server.MustStart(patience);
        return server;
    }

    /// <summary>Gives it back while it still starts.</summary>
    public static Server Launch(World world, bool tls, params (string Name, string Value)[] settings)
    {
        var port = Ports.Free();
        var environment = world.Environment(tls);
        environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in settings) environment[name] = value;
        // Its lines would stand between those of the bench; all else is logged as it is by default, to a place that costs nothing.
        return new(Shell.Start(["sh", "-c", $"exec '{world.Program}' serve > /dev/null"], environment: environment), port);
    }

    public void MustStart(Stopwatch patience)
    {
        if (process.HasExited || patience.Elapsed > TimeSpan.FromSeconds(30)) throw new DevException("Doneon did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        await Shell.Stop(process, TimeSpan.FromSeconds(35));
        process.Dispose();
    }
}
