using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Dev;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Doneon.Tests;

/// <summary>
/// The real server, on a real port, on a real PostgreSQL with TLS and SCRAM. One is shared by all tests: each makes its own people,
/// so that nothing needs to be reset and tenancy is tested all the time. A test that needs other settings starts its own.
/// </summary>
public sealed class TestHost : IAsyncDisposable
{
    static readonly Lazy<Task<PostgresServer>> Cluster = new(StartCluster);
    static readonly Lazy<Task<TestHost>> SharedHost = new(() => Start());
    static int s_count;

    readonly WebApplication app;

    TestHost(WebApplication app, PostgresServer server, string database, Uri address) =>
        (this.app, Server, Database, Address) = (app, server, database, address);

    public static Task<TestHost> Shared => SharedHost.Value;
    public static Task<PostgresServer> SharedCluster => Cluster.Value;

    public PostgresServer Server { get; }
    public string Database { get; }
    public Uri Address { get; }
    public IServiceProvider Services => app.Services;

    /// <summary>Starts a server of its own, on a database of its own unless one is named.</summary>
    public static async Task<TestHost> Start(Dictionary<string, string>? settings = null, PostgresServer? server = null, string? database = null)
    {
        server ??= await Cluster.Value;
        if (database is null) await server.CreateDatabase(database = $"host{Interlocked.Increment(ref s_count)}");
        var port = Ports.Free();
        var variables = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = server.UrlFor(database),
            ["PORT"] = port.ToString(),
            ["LOG_LEVEL"] = "none",
            // Hundreds of people sign in from one address here.
            ["SIGNINS_PER_MINUTE_ADDRESS"] = "100000",
            ["REQUESTS_PER_MINUTE_ADDRESS"] = "1000000",
            ["REQUESTS_PER_MINUTE_USER"] = "1000000",
            ["FAILED_LOGINS_PER_ADDRESS"] = "100000",
        };
        foreach (var (name, value) in settings ?? []) variables[name] = value;
        var app = await Startup.Start(Settings.Read(variables.GetValueOrDefault, development: true), CancellationToken.None);
        return new(app, server, database, new Uri($"http://localhost:{port}"));
    }

    /// <summary>A throw-away server ends by itself with the process.</summary>
    static Task<PostgresServer> StartCluster() =>
        PostgresServer.Start(new() { Settings = new Dictionary<string, string> { ["fsync"] = "off", ["max_connections"] = "300" } });

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Registers somebody new, with a name of their own.</summary>
    public async Task<Person> NewPerson()
    {
        var name = $"p{Guid.NewGuid():N}"[..20];
        using var client = Client();
        using var answer = await client.PostAsJsonAsync("/api/auth/register", new { username = name, email = $"{name}@example.org", password = Person.Password });
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        var signedIn = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var token = signedIn.GetProperty("access_token").GetString()!;
        return new(signedIn.GetProperty("user").GetProperty("id").GetInt64(), name, token, Client(token));
    }

    /// <summary>Straight into the database, as its owner.</summary>
    public async Task<int> Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Server.Login(Database));
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Server.Login(Database));
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

public sealed record Person(long Id, string Name, string Token, HttpClient Client)
{
    public const string Password = "correct horse battery";

    public string Tasks => $"/api/{Id}/tasks";

    public async Task<JsonElement> Add(object task)
    {
        using var answer = await Client.PostAsJsonAsync(Tasks, task);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<JsonElement> Get(string path) => Client.GetFromJsonAsync<JsonElement>(path);
}
