using System.Diagnostics;
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
        await using var impostor = line switch
        {
            "reset" => Impostor.Resetting(),
            "silent" => Impostor.Silent(),
            "no TLS" => Impostor.WithoutTls(),
            _ => null,
        };
        var login = own.Login;
        (login.Host, login.Timeout) = ("127.0.0.1", 1);
        if (line == "wrong authority") (login.Host, login.RootCertificate) = ("localhost", (await TestHost.SharedCluster).CaFile);
        else login.Port = impostor?.Port ?? Ports.Free();
        await using var scene = await own.Scene(login, seconds: 4);
        var clock = Stopwatch.StartNew();
        Assert.Equal(NothingHappened, await scene.Writes("never"));
        // The last pause is a second at most.
        Assert.Equal(mayPass, clock.Elapsed > TimeSpan.FromSeconds(2.5));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8));
        scene.Heard(words);
        Assert.True(scene.Connections.Away);
    }

    [Theory, InlineData(1, "NpgsqlException The connection pool has been exhausted", Done), InlineData(20, "OperationCanceled", NothingHappened)]
    public async Task All_connections_in_use_say_nothing_about_the_database(int timeout, string words, string got)
    {
        var login = own.Login;
        login.Timeout = timeout;
        await using var gate = await own.Shut();
        await using var scene = await own.Scene(login, seconds: got == Done ? 10 : 2);
        var busy = scene.Got(() => new Doneon.Database.Db(scene.Connections, "doneon", TimeSpan.FromSeconds(20)).AsServer().Text($"select pg_advisory_xact_lock_shared({Gate.Shut})::text"));
        await own.Waiting();
        var write = scene.Writes("late");
        await scene.Hears(words);
        if (got == NothingHappened) Assert.Equal(got, await write);
        Assert.False(scene.Connections.Away);
        await gate.DisposeAsync();
        Assert.Equal((Done, got), (await busy, await write));
        Assert.Equal(got == Done ? 1 : 0, await scene.Rows("late"));
    }

    [Theory, InlineData("read"), InlineData("write"), InlineData("write with a key")]
    public async Task A_deadline_that_the_server_confirms_leaves_nothing_behind(string what)
    {
        await using var gate = await own.Shut();
        await using var scene = await own.Scene(seconds: 4);
        Assert.Equal(NothingHappened, await scene.Does(what, "never", waits: true));
        scene.Heard("57014");
        await own.NobodyWaits();
        Assert.Equal(0, await scene.Rows("never"));
    }

    /// <summary>The server is told to cancel, and does so when it wakes up: only then is it known that nothing happened.</summary>
    [Theory, InlineData("read", NothingHappened), InlineData("write", MayHaveHappened), InlineData("write with a key", MayHaveHappened)]
    public async Task A_deadline_that_nobody_confirms_leaves_a_write_in_doubt(string what, string got)
    {
        await using var gate = await own.Shut();
        await using var scene = await own.Scene(seconds: 3);
        var asked = scene.Does(what, "perhaps", waits: true);
        var frozen = await own.Waiting();
        await Shell.Signal("STOP", frozen);
        try
        {
            Assert.Equal(got, await asked);
        }
        finally
        {
            await Shell.Signal("CONT", frozen);
        }
        await own.NobodyWaits();
        Assert.Equal(0, await scene.Rows("perhaps"));
    }

    /// <summary>The driver has the server cancel, and does not tell whether it did.</summary>
    [Theory, InlineData("read", NothingHappened), InlineData("write", MayHaveHappened)]
    public async Task A_time_out_of_the_driver_leaves_a_write_in_doubt(string what, string got)
    {
        var login = own.Login;
        login.CommandTimeout = 1;
        await using var gate = await own.Shut();
        await using var scene = await own.Scene(login, seconds: 4);
        Assert.Equal(got, await scene.Does(what, "perhaps", waits: true));
        scene.Heard("TimeoutException");
        await own.NobodyWaits();
        Assert.Equal(0, await scene.Rows("perhaps"));
    }
}
