using System.Net.NetworkInformation;

namespace Doneon.Bench;

/// <summary>What a server held while something went on.</summary>
/// <param name="Rss">Megabytes when it began, the most since the process began, and when it was over.</param>
sealed record Held((double Before, double Peak, double After) Rss, long DatabaseConnections);

static class Watch
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static async Task<(T Result, Held Held)> During<T>(World world, Server server, Task<T> work)
    {
        var (before, connections) = (Usage.Megabytes(server.ProcessId), 0L);
        do connections = Math.Max(connections, await world.Connections());
        while (await Task.WhenAny(work, Task.Delay(Interval)) != work);
        return (await work, new((before, Usage.PeakMegabytes(server.ProcessId), Usage.Megabytes(server.ProcessId)), connections));
    }

    /// <summary>Clients that are connected to the server.</summary>
    public static int Clients(Server server) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.LocalEndPoint.Port == server.Address.Port && connection.State == TcpState.Established);
}
