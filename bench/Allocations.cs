using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>Bytes that the server allocates for a request: it runs inside this process, while wrk, another one, sends.</summary>
static class Allocations
{
    const int Connections = 8;
    static readonly string[] Operations = ["list", "changed", "get", "create", "toggle", "mix"];

    public sealed record Row(string Operation, long Requests, long Bytes)
    {
        public double PerRequest => (double)Bytes / Requests;
    }

    public sealed record Result(IReadOnlyList<Row> Rows);

    public static async Task<Result> Measure(World world, Options options)
    {
        MustBeOptimised();
        var port = Ports.Free();
        var variables = world.Environment(tls: true);
        variables["PORT"] = $"{port}";
        variables["LOG_LEVEL"] = "none"; // its lines would stand between those of the bench
        await using var app = await Startup.Start(Settings.Read(variables.GetValueOrDefault, development: true), CancellationToken.None);
        var rows = await Count(world, new Uri($"http://localhost:{port}"), options);
        await app.StopAsync();
        return new(rows);
    }

    static async Task<IReadOnlyList<Row>> Count(World world, Uri server, Options options)
    {
        var seconds = options.IsQuick ? 2 : 5;
        foreach (var operation in Operations) await Wrk.Run(world, server, operation, Connections, seconds); // warm
        Console.WriteLine("\n| operation | requests | bytes allocated per request |\n|---|---|---|");
        var rows = new List<Row>();
        foreach (var operation in Operations)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var load = await Wrk.Run(world, server, operation, Connections, seconds);
            var row = new Row(operation, load.Done, GC.GetTotalAllocatedBytes(precise: true) - before);
            if (load.Refused + load.Broken > 0) throw new DevException($"{operation}: {load}");
            Console.WriteLine($"| {operation} | {row.Requests:N0} | {row.PerRequest:N0} |");
            rows.Add(row);
        }
        return rows;
    }

    static void MustBeOptimised()
    {
#if DEBUG
        throw new DevException("Unoptimised code allocates more. Run the bench with -c Release.");
#endif
    }
}
