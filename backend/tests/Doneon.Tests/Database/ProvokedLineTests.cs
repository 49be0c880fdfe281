using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doneon.Dev;
using static Doneon.Tests.Database.Scene;

namespace Doneon.Tests.Database;

/// <summary>What no server says: connections that are refused, silent, reset or unsafe, and patience that ends.</summary>
[Collection(nameof(Provoked))]
public class ProvokedLineTests(ProvokedCluster own)
{
    [Theory]
    [InlineData("refused", "SocketException", true)]
    [InlineData("reset", "Connection reset by peer", true)]
    [InlineData("silent", "TimeoutException", true)]
    [InlineData("no TLS", "SSL", false)]
    [InlineData("wrong authority", "AuthenticationException", false)]
    public async Task A_connection_that_cannot_be_made_is_tried_again_only_when_that_may_pass(string line, string words, bool mayPass)
    {
        using var listener = new TcpListener(IPAddress.Loopback, Ports.Free());
        var login = own.Login;
        (login.Host, login.Timeout) = ("127.0.0.1", 1);
        if (line == "wrong authority") (login.Host, login.RootCertificate) = ("localhost", (await TestHost.SharedCluster).CaFile);
        else login.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        if (line is "reset" or "silent" or "no TLS") listener.Start();
        var serving = line is "reset" or "no TLS" ? Serve(listener, line) : Task.CompletedTask;
        await using var scene = await own.Scene(login, seconds: 2);
        var clock = Stopwatch.StartNew();
        Assert.Equal(NothingHappened, await scene.Writes("never"));
        Assert.Equal(mayPass, clock.Elapsed > TimeSpan.FromSeconds(0.9));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3.5));
        scene.Heard(words);
        Assert.True(scene.Connections.Away);
        listener.Stop();
        await serving;
    }

    static void Reset(TcpClient client)
    {
        client.LingerState = new(true, 0);
        client.Client.Dispose();
    }

    static async Task Serve(TcpListener listener, string line)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().ReadExactlyAsync(new byte[8]);
                if (line == "no TLS") await client.GetStream().WriteAsync("N"u8.ToArray());
                else Reset(client);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    [Theory, InlineData(1, "NpgsqlException The connection pool has been exhausted", Done), InlineData(5, "OperationCanceled", NothingHappened)]
    public async Task All_connections_in_use_say_nothing_about_the_database(int timeout, string words, string got)
    {
        var login = own.Login;
        login.Timeout = timeout;
        await using var scene = await own.Scene(login, seconds: 2);
        var busy = scene.Got(() => new Doneon.Database.Db(scene.Connections, "doneon", TimeSpan.FromSeconds(10)).AsServer().Text($"select pg_sleep({(timeout == 1 ? 13 : 30)} / 10.0)"));
        await own.Asleep();
        Assert.Equal(got, await scene.Writes("late"));
        scene.Heard(words);
        Assert.False(scene.Connections.Away);
        Assert.Equal(Done, await busy);
        Assert.Equal(got == Done ? 1 : 0, await scene.Rows("late"));
    }

    [Theory, InlineData("read"), InlineData("write"), InlineData("write with a key")]
    public async Task A_deadline_that_the_server_confirms_leaves_nothing_behind(string what)
    {
        await using var scene = await own.Scene(seconds: 0.5);
        Assert.Equal(NothingHappened, await scene.Does(what, "never", tenths: 50));
        scene.Heard("57014");
        Assert.Equal(0, await scene.Rows("never"));
    }

    [Theory, InlineData("read", NothingHappened), InlineData("write", MayHaveHappened), InlineData("write with a key", MayHaveHappened)]
    public async Task A_deadline_that_nobody_confirms_leaves_a_write_in_doubt(string what, string got)
    {
        await using var scene = await own.Scene(seconds: 0.5);
        var asked = scene.Does(what, "perhaps", tenths: 3);
        var frozen = await own.Asleep();
        await ProvokedCluster.Signal("STOP", frozen);
        try
        {
            Assert.Equal(got, await asked);
        }
        finally
        {
            await ProvokedCluster.Signal("CONT", frozen);
        }
        Assert.InRange(await scene.Rows("perhaps"), 0, 1);
    }

    [Theory, InlineData("read", NothingHappened), InlineData("write", MayHaveHappened)]
    public async Task A_time_out_of_the_driver_leaves_a_write_in_doubt(string what, string got)
    {
        var login = own.Login;
        login.CommandTimeout = 1;
        await using var scene = await own.Scene(login, seconds: 1.8);
        Assert.Equal(got, await scene.Does(what, "perhaps", tenths: 15));
        scene.Heard("TimeoutException");
        Assert.InRange(await scene.Rows("perhaps"), 0, 1);
    }
}
