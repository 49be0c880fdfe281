using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>Doneon and pgbench in turns, each sending the same statements for the same people.</summary>
static class Speed
{
    public const string Name = "speed";

    /// <param name="Name">As requests.lua knows it.</param>
    /// <param name="Scripts">What pgbench runs for it, with shares.</param>
    /// <param name="Target">The least that Doneon shall do, as a share of what pgbench does, at 32 connections.</param>
    sealed record Operation(string Name, (string Script, int Share)[] Scripts, double Target);

    static readonly Operation[] Operations =
    [
        new("mix", [("list", 70), ("get", 20), ("create", 5), ("toggle", 5)], 1.0),
        new("list", [("list", 1)], 1.5),
        new("changed", [("list", 1)], 0.7),
        new("get", [("get", 1)], 0.5),
        new("create", [("create", 1)], 0.6),
        new("toggle", [("toggle", 1)], 0.7),
    ];

    sealed record Round(Load Doneon, Load Pgbench, TimeSpan Server, TimeSpan Database);

    /// <summary>The medians of all rounds.</summary>
    /// <param name="ServerCpu">For 1,000 requests.</param>
    public sealed record Row(string Operation, bool Tls, int Connections, Load Doneon, Load Pgbench, double Share, double Target, double ServerCpu, double DatabaseCpu, double Rss);

    public static async Task<IReadOnlyList<Row>> Measure(World world, Options options)
    {
        var rows = new List<Row>();
        foreach (var tls in options.IsQuick ? [false] : (bool[])[false, true])
        {
            await using var server = await Server.Start(world, tls);
            var scripts = await Scripts(world, server, options.Users);
            Console.WriteLine($"\nconnections to the database {(tls ? "with" : "without")} TLS\n");
            Console.WriteLine("| operation | connections | Doneon/s | p50 ms | p99 ms | pgbench/s | p50 ms | p99 ms | share | target | server CPU ms/1,000 | database CPU ms/1,000 | RSS MB |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (var operation in Operations) await Wrk.Run(world, server, operation.Name, 32, options.IsQuick ? 1 : 3); // warm
            foreach (var connections in options.Connections)
                foreach (var operation in Operations) rows.Add(await Compare(world, server, tls, operation, scripts, connections, options));
            Goal.Print(rows.Where(row => row.Tls == tls && row.Connections == 32)
                .Select(row => new Goal($"p99 of {row.Operation} over 32 connections, as a multiple of its p50", row.Doneon.P99 / row.Doneon.Median, 3)));
        }
        return rows;
    }

    static async Task<Row> Compare(World world, Server server, bool tls, Operation operation, string scripts, int connections, Options options)
    {
        (string, int)[] files = [.. operation.Scripts.Select(script => (Path.Combine(scripts, script.Script + ".sql"), script.Share))];
        var rounds = new List<Round>();
        for (var round = 0; round < options.Rounds; round++)
        {
            // Everybody has read the list before; whoever reads first is the other operation, "changed".
            if (round == 0 && operation.Name is ("list" or "mix")) await Wrk.Run(world, server, "walk", 32, options.IsQuick ? 1 : 4);
            var (serverBefore, databaseBefore) = (Usage.Of(server.ProcessId), Usage.OfFamily(world.Postgres.ProcessId));
            var doneon = await Wrk.Run(world, server, operation.Name, connections, options.Seconds);
            var (serverTime, databaseTime) = (Usage.Of(server.ProcessId) - serverBefore, Usage.OfFamily(world.Postgres.ProcessId) - databaseBefore);
            if (doneon.Refused + doneon.Broken > 0) throw new DevException($"{operation.Name}: {doneon}");
            rounds.Add(new(doneon, await Pgbench.Run(world, tls, files, connections, options.Seconds), serverTime, databaseTime));
        }
        double Median(Func<Round, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
        string Cell(Func<Round, double> figure, string format) => Median(figure).ToString(format, CultureInfo.InvariantCulture);
        Console.WriteLine($"| {operation.Name} | {connections} | {Cell(r => r.Doneon.PerSecond, "N0")} | {Cell(r => r.Doneon.Median.TotalMilliseconds, "0.00")} | {Cell(r => r.Doneon.P99.TotalMilliseconds, "0.00")}"
            + $" | {Cell(r => r.Pgbench.PerSecond, "N0")} | {Cell(r => r.Pgbench.Median.TotalMilliseconds, "0.00")} | {Cell(r => r.Pgbench.P99.TotalMilliseconds, "0.00")} | {Cell(r => r.Doneon.PerSecond / r.Pgbench.PerSecond, "0.00")} | {operation.Target.ToString("0.00", CultureInfo.InvariantCulture)}"
            + $" | {Cell(r => r.Server.TotalMilliseconds * 1000 / r.Doneon.Done, "0")} | {Cell(r => r.Database.TotalMilliseconds * 1000 / r.Doneon.Done, "0")} | {Usage.Megabytes(server.ProcessId):0} |");
        Load Side(Func<Round, Load> side) => new(Median(r => side(r).PerSecond), TimeSpan.FromMilliseconds(Median(r => side(r).Median.TotalMilliseconds)),
            TimeSpan.FromMilliseconds(Median(r => side(r).P99.TotalMilliseconds)), rounds.Max(r => side(r).Longest), rounds.Sum(r => side(r).Done), 0, 0);
        return new(operation.Name, tls, connections, Side(r => r.Doneon), Side(r => r.Pgbench), Median(r => r.Doneon.PerSecond / r.Pgbench.PerSecond), operation.Target,
            Median(r => r.Server.TotalMilliseconds * 1000 / r.Doneon.Done), Median(r => r.Database.TotalMilliseconds * 1000 / r.Doneon.Done), Usage.Megabytes(server.ProcessId));
    }

    /// <summary>Sends one request of each kind, checks its answer, and writes what the database was asked as pgbench's scripts.</summary>
    static async Task<string> Scripts(World world, Server server, int users)
    {
        const int Person = 1234;
        const string Key = "a-key-of-the-bench";
        var token = world.TokenOf(Person);
        var task = (Person - 1) * World.TasksPerUser + 56;
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // Else its use would be noted, which takes two statements more.
        await world.Execute("update session set last_used_at = now()");
        var session = People.Read(token);
        var names = new Dictionary<string, string>
        {
            [session.Jti] = ":person",
            [session.Hash] = "lpad(:person, 64, '0')",
            [Person.ToString(CultureInfo.InvariantCulture)] = ":person",
            [task.ToString(CultureInfo.InvariantCulture)] = ":task",
            [Key] = ":key",
            ["51"] = ":limit",
        };
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Folder, "bench", "scripts")).FullName;
        foreach (var (name, method, path, body) in ((string, HttpMethod, string, string?)[])
            [
                ("list", HttpMethod.Get, "?limit=50", null),
                ("get", HttpMethod.Get, $"/{task}", null),
                ("create", HttpMethod.Post, "", """{"title":"Water the plants on the balcony","description":"All of them","due_date":"2027-03-01","priority":"High","tags":"home,plants"}"""),
                ("toggle", HttpMethod.Patch, $"/{task}/complete", null),
            ])
        {
            async Task Send()
            {
                using var request = new HttpRequestMessage(method, $"/api/{Person}/tasks{path}");
                if (method != HttpMethod.Get) request.Headers.Add("Idempotency-Key", Key);
                if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                using var answer = await http.SendAsync(request);
                var json = await answer.Content.ReadAsStringAsync();
                var tasks = JsonDocument.Parse(json).RootElement is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : new[] { JsonDocument.Parse(json).RootElement };
                if (!answer.IsSuccessStatusCode || tasks.Length != (name == "list" ? 50 : 1) || tasks.Any(one => one.GetProperty("user_id").GetInt64() != Person))
                    throw new DevException($"{name} was answered {answer.StatusCode}: {json}");
            }
            var statements = await Statements.Of(world, Send);
            if (statements.Count != 2) throw new DevException($"For {name}, the database was asked {statements.Count} statements instead of two.");
            await world.Execute($"delete from idempotency_key where key = '{Key}'");
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".sql"), Statements.Script(statements, names, users));
        }
        return folder;
    }
}
