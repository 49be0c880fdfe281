using System.Diagnostics;
using System.Net.Http.Headers;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Bench;

/// <summary>Sends one request after the other over one connection.</summary>
sealed class Reader : IAsyncDisposable
{
    const int Times = 200, ToWarmUp = 10;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    readonly HttpClient http;
    readonly NpgsqlConnection connection;
    readonly NpgsqlCommand change;

    Reader(Server server, NpgsqlConnection connection)
    {
        http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = server.Address };
        this.connection = connection;
        change = new("update \"user\" set changes = changes + 1 where id = $1", connection) { Parameters = { new NpgsqlParameter<long>() } };
    }

    public static async Task<Reader> Open(World world, Server server)
    {
        var connection = await world.Connect();
        await using (var command = new NpgsqlCommand("set synchronous_commit = off", connection)) await command.ExecuteNonQueryAsync();
        var reader = new Reader(server, connection);
        await reader.change.PrepareAsync();
        return reader;
    }

    /// <summary>Milliseconds, for each of several that take turns: so noise hits all alike. What takes long is done less often.</summary>
    public async Task<double[]> Medians((long Person, string Token, string Path)[] asked)
    {
        var times = asked.Select(_ => new List<double>()).ToArray();
        var clock = Stopwatch.StartNew();
        for (var round = -ToWarmUp; round < Times && (round < 5 || clock.Elapsed < Longest); round++)
            for (var one = 0; one < asked.Length; one++)
            {
                var time = await Time(asked[one]);
                if (round >= 0) times[one].Add(time.TotalMilliseconds);
            }
        return [.. times.Select(own => own.Order().ElementAt(own.Count / 2))];
    }

    /// <summary>After a change: what the server remembers of the answer before is of no use.</summary>
    public async Task<TimeSpan> Time((long Person, string Token, string Path) asked)
    {
        change.Parameters[0].Value = asked.Person;
        await change.ExecuteNonQueryAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/{asked.Person}/tasks{asked.Path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", asked.Token);
        var clock = Stopwatch.StartNew();
        using var answer = await http.SendAsync(request);
        var time = clock.Elapsed;
        return answer.IsSuccessStatusCode ? time : throw new DevException($"{asked.Path} was answered {answer.StatusCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await change.DisposeAsync();
        await connection.DisposeAsync();
    }
}
