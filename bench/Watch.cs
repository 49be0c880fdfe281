using System.Diagnostics;
using System.Net.NetworkInformation;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>What a server held while something went on.</summary>
/// <param name="Rss">Megabytes when it began, the most since the process began, and when it was over.</param>
sealed record Held((double Before, double Peak, double After) Rss, long DatabaseConnections);

static class Watch
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500), LongestWait = TimeSpan.FromSeconds(60);

    public static async Task<(T Result, Held Held)> During<T>(World world, Server server, Task<T> work)
    {
        var (before, connections) = (Usage.Megabytes(server.ProcessId), 0L);
        do connections = Math.Max(connections, await world.Connections());
        while (await Task.WhenAny(work, Task.Delay(Interval)) != work);
        return (await work, new((before, Usage.PeakMegabytes(server.ProcessId), Usage.Megabytes(server.ProcessId)), connections));
    }

    /// <summary>Waits until the server does nothing: it may still be at requests whose clients have left.</summary>
    public static async Task Calm(Server server)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < LongestWait;)
        {
            var before = Usage.Of(server.ProcessId);
            await Task.Delay(Interval);
            if (Usage.Of(server.ProcessId) - before < Interval / 10) return;
        }
        throw new DevException($"The server was still busy {LongestWait.TotalSeconds:0} seconds after the load had ended.");
    }

    /// <summary>Connections that clients see as open. Those that came while the listen queue was full, the server knows only by their first request.</summary>
    public static int Open(Server server) => Count(connection => connection.RemoteEndPoint.Port == server.Address.Port);

    /// <summary>Connections that the server sees as open.</summary>
    public static int Accepted(Server server) => Count(connection => connection.LocalEndPoint.Port == server.Address.Port);

    static int Count(Func<TcpConnectionInformation, bool> isOurs) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.State == TcpState.Established && isOurs(connection));
}
