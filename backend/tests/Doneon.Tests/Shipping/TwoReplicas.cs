using System.Net.Http.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Shipping;

/// <summary>Two replicas on one database of their own.</summary>
public abstract class TwoReplicas : IAsyncLifetime
{
    static readonly Dictionary<string, string> s_limits = new() { ["MAX_TASKS_PER_USER"] = "40", ["FAILED_LOGINS_PER_ACCOUNT"] = "3" };
    static int s_count;

    protected TestHost One { get; private set; } = null!;
    protected TestHost Other { get; private set; } = null!;

    /// <summary>At the same moment, on an empty database.</summary>
    public async Task InitializeAsync()
    {
        var (server, database) = (await TestHost.SharedCluster, $"replicas{Interlocked.Increment(ref s_count)}");
        await server.CreateDatabase(database);
        var hosts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => TestHost.Start(s_limits, server, database))));
        (One, Other) = (hosts[0], hosts[1]);
    }

    public async Task DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
    }

    protected static async Task<HttpClient> LogIn(TestHost host, Person person, string password)
    {
        using var client = host.Client();
        return host.Client((await client.PostAsJsonAsync("/api/auth/login", new { username = person.Name, password }).Json()).Text("access_token"));
    }
}
