using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>From the start of the process to the first answered request.</summary>
static class Starting
{
    const string DropCaches = "/proc/sys/vm/drop_caches";
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    /// <param name="Median">Null when it could not be measured.</param>
    public sealed record Row(bool Tls, bool Cold, int Starts, TimeSpan? Median);

    public static async Task<IReadOnlyList<Row>> Measure(World world, Options options)
    {
        var (warm, cold) = options.IsQuick ? (3, 1) : (10, 3);
        await Once(world, tls: true);
        var rows = new List<Row>();
        foreach (var tls in (bool[])[false, true])
        {
            rows.Add(new(tls, Cold: false, warm, await Median(world, tls, warm, () => true)));
            rows.Add(new(tls, Cold: true, cold, await Median(world, tls, cold, Forget)));
        }
        return rows;
    }

    static async Task<TimeSpan?> Median(World world, bool tls, int starts, Func<bool> prepare)
    {
        var times = new List<TimeSpan>();
        for (var start = 0; start < starts; start++)
        {
            if (!prepare()) return null;
            times.Add(await Once(world, tls));
        }
        return times.Order().ElementAt(starts / 2);
    }

    static async Task<TimeSpan> Once(World world, bool tls)
    {
        var request = Encoding.ASCII.GetBytes($"GET /api/1/tasks?limit=50 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {world.TokenOf(1)}\r\n\r\n");
        var clock = Stopwatch.StartNew();
        await using var server = Server.Launch(world, tls);
        for (; ; await Task.Delay(Pause))
        {
            server.MustStart(clock);
            if (await IsAnswered(server, request)) return clock.Elapsed;
        }
    }

    /// <summary>Whoever is there to accept the connection gets the request; the time of its answer counts.</summary>
    static async Task<bool> IsAnswered(Server server, byte[] request)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("localhost", server.Address.Port);
        }
        catch (SocketException)
        {
            return false;
        }
        await client.GetStream().WriteAsync(request);
        var line = new byte[12];
        await client.GetStream().ReadExactlyAsync(line);
        return line.AsSpan().SequenceEqual("HTTP/1.1 200"u8) ? true : throw new DevException($"The first request was answered {Encoding.ASCII.GetString(line)}.");
    }

    /// <summary>Files are read from the disk again, other than what running programs, and so this one, have mapped.</summary>
    static bool Forget()
    {
        try
        {
            File.WriteAllText(DropCaches, "1");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
