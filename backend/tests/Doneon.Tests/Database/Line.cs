using System.Net;
using System.Net.Sockets;
using Doneon.Dev;

namespace Doneon.Tests.Database;

/// <summary>A line to a PostgreSQL that counts how often somebody asks and waits for the answer. What is said stays secret: TLS goes through it.</summary>
sealed class Line : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly int port;
    readonly Task serving;
    int roundTrips;

    Line(PostgresServer server, string database)
    {
        (port, Database) = (server.Port, database);
        listener.Start();
        var own = ((IPEndPoint)listener.LocalEndpoint).Port;
        Url = server.UrlFor(database).Replace($":{server.Port}/", $":{own}/", StringComparison.Ordinal);
        serving = Serve();
    }

    public string Database { get; }

    public string Url { get; }

    public int RoundTrips => Volatile.Read(ref roundTrips);

    public static async Task<Line> To(PostgresServer server)
    {
        var database = $"line{Guid.NewGuid():N}";
        await server.CreateDatabase(database);
        return new(server, database);
    }

    async Task Serve()
    {
        try
        {
            while (true) _ = Pass(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    async Task Pass(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        await server.ConnectAsync(IPAddress.Loopback, port);
        var turn = new Turn(this);
        await Task.WhenAny(Copy(client, server, turn.Asks), Copy(server, client, turn.Answers));
    }

    static async Task Copy(TcpClient from, TcpClient to, Action passes)
    {
        var bytes = new byte[16 * 1024];
        try
        {
            int length;
            while ((length = await from.GetStream().ReadAsync(bytes)) > 0)
            {
                passes();
                await to.GetStream().WriteAsync(bytes.AsMemory(0, length));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has gone.
        }
    }

    /// <summary>Several pieces one after the other are one question.</summary>
    sealed class Turn(Line line)
    {
        bool isAnswered = true;

        public void Asks()
        {
            if (isAnswered) Interlocked.Increment(ref line.roundTrips);
            isAnswered = false;
        }

        public void Answers() => isAnswered = true;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
    }
}
