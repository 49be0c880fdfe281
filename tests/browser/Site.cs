using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Dev;
using Npgsql;

namespace Doneon.BrowserTests;

/// <summary>
/// The real program with its front end on a real PostgreSQL with TLS and SCRAM. One is shared by all tests, each of which
/// makes its own people; a test that ends servers starts its own.
/// </summary>
public sealed class Site : IAsyncDisposable
{
    static readonly Lazy<Task<PostgresServer>> SharedPostgres = new(() => StartPostgres());
    static readonly Lazy<Task<Site>> SharedSite = new(() => Start());
    static int s_count;

    readonly string database;
    readonly int port = Ports.Free();
    Process? process;

    Site(PostgresServer postgres, string database)
    {
        (Postgres, this.database) = (postgres, database);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process?.Kill();
    }

    public static Task<Site> Shared => SharedSite.Value;

    public PostgresServer Postgres { get; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");

    /// <summary>A server with a database of its own.</summary>
    public static async Task<Site> Start(PostgresServer? postgres = null)
    {
        postgres ??= await SharedPostgres.Value;
        var site = new Site(postgres, $"site{Interlocked.Increment(ref s_count)}");
        await postgres.CreateDatabase(site.database);
        await site.Begin();
        return site;
    }

    public static Task<PostgresServer> StartPostgres() =>
        PostgresServer.Start(new() { Settings = new Dictionary<string, string> { ["fsync"] = "off", ["max_connections"] = "200" } });

    /// <summary>Starts the program again, at the same address.</summary>
    public async Task Begin()
    {
        process = Shell.Start([.. TestedProgram.Command, "serve"], environment: new Dictionary<string, string>
        {
            ["DATABASE_URL"] = Postgres.UrlFor(database),
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["LOG_LEVEL"] = "none",
            // Many people sign in from one address here, and one person may be quicker than people are.
            ["SIGNINS_PER_MINUTE_ADDRESS"] = "100000",
            ["REQUESTS_PER_MINUTE_ADDRESS"] = "1000000",
            ["REQUESTS_PER_MINUTE_USER"] = "1000000",
            ["FAILED_LOGINS_PER_ADDRESS"] = "100000",
        });
        for (var patience = Stopwatch.StartNew(); !await Ports.Answers(port); await Task.Delay(20))
            if (process.HasExited || patience.Elapsed > TimeSpan.FromSeconds(30)) throw new DevException("Doneon did not start.");
    }

    /// <summary>Ends the program at once, as a failing machine would.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    /// <summary>Straight into the database, as its owner.</summary>
    public async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Postgres.Login(database));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Postgres.Login(database));
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Adds many tasks at once: of every priority, with and without dates and tags.</summary>
    public Task AddTasks(Person person, int count) => Execute($"""
        insert into task (user_id, title, due_date, priority, tags)
        select {person.Id}, (array['Sail to the harbour', 'Write to Kim', 'Paint the fence', 'Call the plumber', 'Read about bees'])[1 + n % 5] || ' ' || n,
            case when n % 3 = 0 then (current_date + n % 60 - 5)::text end, (array['High', 'Medium', 'Low'])[1 + n % 3]::priority_enum,
            case when n % 4 = 0 then 'home' when n % 7 = 0 then 'work,letters' end
        from generate_series(1, {count}) n
        """);

    public async Task<IReadOnlyList<string>> Titles(Person person)
    {
        await using var source = NpgsqlDataSource.Create(Postgres.Login(database));
        await using var command = source.CreateCommand($"select title from task where user_id = {person.Id} and deleted_at is null order by id");
        await using var rows = await command.ExecuteReaderAsync();
        var titles = new List<string>();
        while (await rows.ReadAsync()) titles.Add(rows.GetString(0));
        return titles;
    }

    /// <summary>Registers somebody new over the API.</summary>
    public async Task<Person> NewPerson()
    {
        using var client = new HttpClient { BaseAddress = new(Address) };
        var name = Person.NewName();
        using var answer = await client.PostAsJsonAsync("/api/auth/register",
            new { username = name, email = Person.EmailOf(name), password = Person.Password });
        answer.EnsureSuccessStatusCode();
        var signedIn = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new(signedIn.GetProperty("user").GetProperty("id").GetInt64(), name, signedIn.GetProperty("access_token").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        await Shell.Stop(process!, TimeSpan.FromSeconds(30));
        process!.Dispose();
        process = null;
    }
}
