using System.Net;
using System.Net.Sockets;

namespace Doneon.Tests.Shipping;

/// <summary>The plainest load balancer: each new connection goes to the next replica, and to the other one once nobody listens there.</summary>
sealed class Splitter : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource over = new();
    readonly int[] passed;
    readonly bool[] gone;
    readonly Uri[] replicas;
    readonly Task listening;

    public Splitter(params Uri[] replicas)
    {
        (this.replicas, passed, gone) = (replicas, new int[replicas.Length], new bool[replicas.Length]);
        listener.Start();
        listening = Listen();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>How many connections each replica got.</summary>
    public IReadOnlyList<int> Passed => [.. passed];

    async Task Listen()
    {
        for (var turn = 0; ; turn++)
        {
            try
            {
                _ = Serve(await listener.AcceptTcpClientAsync(over.Token), turn);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    async Task Serve(TcpClient client, int turn)
    {
        using (client)
        {
            for (var i = 0; i < replicas.Length; i++)
            {
                var number = (turn + i) % replicas.Length;
                // Its port may soon be somebody else's.
                if (Volatile.Read(ref gone[number])) continue;
                using var replica = new TcpClient();
                try
                {
                    await replica.ConnectAsync(replicas[number].Host, replicas[number].Port, over.Token);
                }
                catch (SocketException)
                {
                    Volatile.Write(ref gone[number], true);
                    continue;
                }
                Interlocked.Increment(ref passed[number]);
                await Task.WhenAny(Pump(client, replica), Pump(replica, client));
                return;
            }
        }
    }

    /// <summary>Whichever side ends, ends both: what was sent before has arrived by then.</summary>
    async Task Pump(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), over.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The other side has ended, or the splitter.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await listening;
        over.Dispose();
    }
}
