using System.Diagnostics;
using Doneon.Dev;
using Npgsql;
using static Doneon.Tests.Database.Scene;

namespace Doneon.Tests.Database;

/// <summary>Sessions that PostgreSQL ends, refuses or loses, really: what Doneon takes it for, and what is in the table afterwards.</summary>
[Collection(nameof(Provoked))]
public class ProvokedSessionTests(ProvokedCluster own)
{
    public static TheoryData<string, string, string> Strikes()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (strike, words) in new[] { ("terminated", "57P01"), ("another crashed", "EndOfStreamException"), ("killed", "EndOfStreamException") })
            foreach (var what in new[] { "read", "write", "write with a key" }) data.Add(strike, words, what);
        return data;
    }

    [Theory, MemberData(nameof(Strikes))]
    public async Task A_session_that_ends_amid_a_statement_leaves_only_a_write_without_a_key_in_doubt(string strike, string words, string what)
    {
        await using var scene = await own.Scene();
        await using var bystander = new NpgsqlConnection(own.Server.Superuser(own.Host.Database).ConnectionString);
        await bystander.OpenAsync();
        await using var gate = await own.Shut();
        var asked = scene.Does(what, "once", waits: true);
        var waiting = await own.Waiting();
        if (strike == "terminated") await own.AsSuperuser($"select pg_terminate_backend({waiting[0]}, 10000)::int");
        else await Shell.Signal("KILL", strike == "killed" ? waiting : [bystander.ProcessID]);
        // A crash opens it, too, once everybody's session has ended.
        if (strike == "terminated") await gate.DisposeAsync();
        Assert.Equal(what == "write" ? MayHaveHappened : Done, await asked);
        scene.Heard(words);
        await scene.Reads();
        Assert.Equal(what == "write with a key" ? 1 : 0, await scene.Rows("once"));
    }

    [Fact]
    public async Task A_write_that_finds_itself_logged_out_when_it_is_repeated_is_in_doubt()
    {
        await using var scene = await own.Scene();
        await using var gate = await own.Shut();
        var asked = scene.Does("write with a key", "once", waits: true);
        var waiting = await own.Waiting();
        try
        {
            await own.AsSuperuser($"update session set revoked = true where user_id = {scene.Id} returning 1");
            await own.AsSuperuser($"select pg_terminate_backend({waiting[0]}, 10000)::int");
            Assert.Equal(MayHaveHappened, await asked);
            scene.Heard("SessionEndedException");
        }
        finally
        {
            await own.AsSuperuser($"update session set revoked = false where user_id = {scene.Id} returning 1");
        }
    }

    [Theory, InlineData("57P01"), InlineData("57P05")]
    public async Task A_session_that_ended_before_the_statement_came_is_replaced_unnoticed(string state)
    {
        await using var scene = await own.Scene(options: state == "57P05" ? "-c idle_session_timeout=200" : null);
        Assert.Equal(Done, await scene.Writes("first"));
        await using (var connection = await scene.Connections.Open(default))
        {
            if (state == "57P01") await own.AsSuperuser($"select pg_terminate_backend({connection.ProcessID})::int");
            await own.Gone(connection.ProcessID);
            // As if it had not rested, for then it would be asked before the statement is sent.
            scene.Connections.Used(connection);
        }
        Assert.Equal(Done, await scene.Writes("second"));
        scene.Heard(state);
        Assert.Equal(1, await scene.Rows("second"));
    }

    [Theory, InlineData("direct"), InlineData("pooler")]
    public async Task While_PostgreSQL_ends_in_order_and_starts_again_everybody_waits(string path)
    {
        await using var bouncer = path == "pooler" ? await PgBouncer.Start(own.Server) : null;
        await using var scene = await own.Scene(bouncer?.Login(own.Host.Database), prepare: false);
        await using var last = new NpgsqlConnection(own.Server.Superuser().ConnectionString);
        await last.OpenAsync();
        var ending = own.Server.Stop(StopMode.Smart);
        await Soon.Is(() => IsRefused("57P03"), "the server ends");
        var (read, write) = (scene.Reads(), scene.Writes("later"));
        try
        {
            await Task.Delay(500);
            Assert.False(read.IsCompleted || write.IsCompleted);
        }
        finally
        {
            await own.Server.Stop();
            await ending;
            await own.Server.Restart();
        }
        Assert.Equal((Done, Done), (await read, await write));
        scene.Heard($"{(path == "pooler" ? "08P01" : "57P03")} the database system is shutting down");
        Assert.Equal(1, await scene.Rows("later"));
    }

    async Task<bool> IsRefused(string state)
    {
        try
        {
            await own.AsSuperuser("select 1");
            return false;
        }
        catch (PostgresException e) when (e.SqlState == state)
        {
            return true;
        }
    }

    [Fact]
    public async Task When_all_slots_are_taken_requests_wait_for_one()
    {
        await using var scene = await own.Scene();
        var others = new List<NpgsqlConnection>();
        try
        {
            while (true)
            {
                others.Add(new(own.Server.Superuser().ConnectionString));
                await others[^1].OpenAsync();
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
        {
        }
        var write = scene.Writes("patient");
        await scene.Hears("53300");
        Assert.False(write.IsCompleted);
        foreach (var other in others) await other.DisposeAsync();
        Assert.Equal(Done, await write);
        Assert.Equal(1, await scene.Rows("patient"));
    }

    [Theory]
    [InlineData("28P01"), InlineData("28000"), InlineData("3D000"), InlineData("42501"), InlineData("55000")]
    public async Task What_is_refused_at_the_door_is_told_at_once(string state)
    {
        foreach (var sql in (string[])
        [
            "drop role if exists stranger", "create role stranger login password 'stranger'", "drop database if exists closed", "create database closed",
            "revoke connect on database closed from public", $"alter role stranger {(state == "28000" ? "nologin" : "login")}",
            $"alter database closed allow_connections {state != "55000"}",
        ]) await own.AsSuperuser(sql);
        var login = own.Login;
        login.Username = "stranger";
        login.Password = state == "28P01" ? "wrong" : "stranger";
        if (state == "3D000") login.Database = "nowhere";
        if (state is "42501" or "55000") login.Database = "closed";
        await using var scene = await own.Scene(login);
        var clock = Stopwatch.StartNew();
        foreach (var what in (string[])["read", "write"]) Assert.Equal(NothingHappened, await scene.Does(what, "never"));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        scene.Heard(state);
        Assert.True(scene.Connections.Away);
        Assert.Equal(0, await scene.Rows("never"));
    }
}
