using System.Net;
using System.Net.Sockets;

namespace Doneon.Tests.Database;

/// <summary>Listens where a PostgreSQL should, and treats each connection in one way.</summary>
sealed class Impostor : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly Task serving;
    int connections;

    Impostor(Func<TcpClient, Task>? treat)
    {
        listener.Start();
        serving = treat is null ? Task.CompletedTask : Serve(treat);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many have come.</summary>
    public int Connections => connections;

    /// <summary>Takes a connection, and says nothing.</summary>
    public static Impostor Silent() => new(null);

    public static Impostor HangingUp() => new(_ => Task.CompletedTask);

    public static Impostor Resetting() => new(async client =>
    {
        await Question(client);
        client.LingerState = new(true, 0);
        client.Client.Dispose();
    });

    /// <summary>What a PostgreSQL without TLS answers to the question for it.</summary>
    public static Impostor WithoutTls() => new(async client =>
    {
        await Question(client);
        await client.GetStream().WriteAsync("N"u8.ToArray());
        await client.GetStream().CopyToAsync(Stream.Null);
    });

    static async Task Question(TcpClient client) => await client.GetStream().ReadExactlyAsync(new byte[8]);

    async Task Serve(Func<TcpClient, Task> treat)
    {
        while (true)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref connections);
                await treat(client);
            }
            catch (IOException)
            {
                // This one has gone.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // The test is over.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
    }
}
