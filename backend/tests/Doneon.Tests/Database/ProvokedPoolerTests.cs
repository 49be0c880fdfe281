using System.Diagnostics;
using Doneon.Dev;
using Npgsql;
using static Doneon.Tests.Database.Scene;

namespace Doneon.Tests.Database;

/// <summary>What PgBouncer says and does when something is wrong with it, or behind it. Its texts are all that tells one 08P01 from another.</summary>
[Collection(nameof(Provoked))]
public class ProvokedPoolerTests(ProvokedCluster own)
{
    Task<Scene> Behind(PgBouncer bouncer, string? database = null, string? options = null, double seconds = 10) =>
        own.Scene(bouncer.Login(database ?? own.Host.Database), options, seconds, prepare: false);

    async Task<NpgsqlConnection> Busy(PgBouncer bouncer)
    {
        var other = new NpgsqlConnection(bouncer.Login(own.Host.Database).ConnectionString);
        await other.OpenAsync();
        await using var begin = new NpgsqlCommand("begin; select 1", other);
        await begin.ExecuteNonQueryAsync();
        return other;
    }

    [Theory]
    [InlineData("max_client_conn = 1", "08P01 no more connections allowed (max_client_conn)")]
    [InlineData("query_wait_timeout = 1", "08P01 query_wait_timeout")]
    public async Task When_the_pooler_has_no_room_a_write_waits_for_it(string setting, string words)
    {
        await using var bouncer = await PgBouncer.Start(own.Server, poolSize: 1, settings: setting + "\n");
        await using var scene = await Behind(bouncer);
        await using var other = await Busy(bouncer);
        var write = scene.Writes("patient");
        await scene.Hears(words);
        Assert.False(write.IsCompleted);
        await other.CloseAsync();
        Assert.Equal(Done, await write);
        Assert.Equal(1, await scene.Rows("patient"));
    }

    [Fact]
    public async Task When_the_pooler_cannot_log_in_a_write_waits_until_it_can()
    {
        await using var bouncer = await PgBouncer.Start(own.Server);
        await using var scene = await Behind(bouncer);
        await own.AsSuperuser("alter role doneon connection limit 0");
        var write = scene.Writes("patient");
        try
        {
            await scene.Hears("08P01 too many connections for role");
            Assert.False(write.IsCompleted, string.Join('\n', scene.Said));
        }
        finally
        {
            await own.AsSuperuser("alter role doneon connection limit -1");
        }
        Assert.Equal(Done, await write);
        Assert.Equal(1, await scene.Rows("patient"));
    }

    /// <summary>Until its own patience ends, PgBouncer says nothing then.</summary>
    [Fact]
    public async Task When_the_pooler_finds_no_server_nothing_happens_and_nobody_waits_for_long()
    {
        await using var bouncer = await PgBouncer.Start(own.Server, databases: "gone = host=localhost port=1\n*");
        await using var scene = await Behind(bouncer, "gone", seconds: 0.5);
        Assert.Equal(NothingHappened, await scene.Writes("never"));
        scene.Heard("TimeoutException");
    }

    [Theory, InlineData("no such database"), InlineData("does not exist"), InlineData("SASL authentication failed"), InlineData("unsupported startup parameter"), InlineData("ChannelBinding")]
    public async Task What_the_pooler_will_always_refuse_is_told_at_once(string words)
    {
        await using var bouncer = await PgBouncer.Start(own.Server, databases: words == "no such database" ? "other" : "*");
        var login = bouncer.Login(words == "does not exist" ? "nowhere" : own.Host.Database);
        if (words.StartsWith("SASL", StringComparison.Ordinal)) login.Password = "wrong";
        if (words == "ChannelBinding") login.ChannelBinding = ChannelBinding.Require;
        await using var scene = await own.Scene(login, words.StartsWith("unsupported", StringComparison.Ordinal) ? "-c statement_timeout=1000" : null);
        var clock = Stopwatch.StartNew();
        foreach (var what in (string[])["read", "write"]) Assert.Equal(NothingHappened, await scene.Does(what, "never"));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        scene.Heard(words);
    }

    public static TheoryData<string, string, string> Strikes()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (strike, words) in new[] { ("terminated", "57P01"), ("killed", "08P01 server conn crashed?") })
            foreach (var what in new[] { "read", "write", "write with a key" }) data.Add(strike, words, what);
        return data;
    }

    [Theory, MemberData(nameof(Strikes))]
    public async Task A_session_that_ends_behind_the_pooler_leaves_only_a_write_without_a_key_in_doubt(string strike, string words, string what)
    {
        await using var bouncer = await PgBouncer.Start(own.Server);
        await using var scene = await Behind(bouncer);
        await using var gate = await own.Shut();
        var asked = scene.Does(what, "once", waits: true);
        var waiting = await own.Waiting();
        if (strike == "terminated") await own.AsSuperuser($"select pg_terminate_backend({waiting[0]}, 10000)::int");
        else await Shell.Signal("KILL", waiting);
        await gate.DisposeAsync();
        Assert.Equal(what == "write" ? MayHaveHappened : Done, await asked);
        scene.Heard(words);
        await scene.Reads();
        Assert.Equal(what == "write with a key" ? 1 : 0, await scene.Rows("once"));
    }

    /// <summary>What the pooler had passed on goes on without it: this write does happen.</summary>
    [Theory, InlineData("write", MayHaveHappened), InlineData("write with a key", Done)]
    public async Task A_write_that_outlives_its_pooler_is_in_the_table_once(string what, string got)
    {
        await using var bouncer = await PgBouncer.Start(own.Server);
        await using var scene = await Behind(bouncer);
        await using var gate = await own.Shut();
        var asked = scene.Does(what, "once", waits: true);
        var outliving = (await own.Waiting())[0];
        await bouncer.Restart(TimeSpan.FromMilliseconds(100));
        // Told before, or tried again beside the one that still waits.
        if (got == Done) await own.Waiting(2);
        else Assert.Equal(got, await asked);
        await gate.DisposeAsync();
        Assert.Equal(got, await asked);
        await own.Gone(outliving);
        Assert.Equal(1, await scene.Rows("once"));
    }
}
