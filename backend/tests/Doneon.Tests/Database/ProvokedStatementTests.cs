using Doneon.Database;
using Npgsql;
using static Doneon.Tests.Database.Scene;

namespace Doneon.Tests.Database;

/// <summary>Statements that PostgreSQL refuses or undoes, really: what Doneon takes it for, and what is in the table afterwards.</summary>
[Collection(nameof(Provoked))]
public class ProvokedStatementTests(ProvokedCluster own)
{
    /// <summary>Somebody else's transaction, with a task of the person locked and changed in it.</summary>
    async Task<NpgsqlConnection> Meanwhile(Scene scene, string title)
    {
        var other = new NpgsqlConnection(own.Server.Superuser(own.Host.Database).ConnectionString);
        await other.OpenAsync();
        await Run(other, $"begin; set local deadlock_timeout = '1min'; select pg_advisory_xact_lock(7); update task set title = title || ' theirs' where user_id = {scene.Id} and title = '{title}'");
        return other;
    }

    static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Until so many statements wait for a lock.</summary>
    Task Waits(int count = 1) => Soon.Is(
        async () => (await own.AsSuperuser("select count(*)::int from pg_stat_activity where wait_event_type = 'Lock'"))[0] >= count, $"{count} wait for a lock");

    [Theory]
    [InlineData("40001", "-c default_transaction_isolation=repeatable\\ read")]
    [InlineData("55P03", "-c lock_timeout=100")]
    public async Task A_write_that_lost_to_another_is_done_once_more(string state, string options)
    {
        await using var scene = await own.Scene(options: options);
        await scene.Writes("a");
        await using var other = await Meanwhile(scene, "a");
        var write = scene.Got(() => scene.Writing.Execute($"update task set title = title || ' mine'"));
        if (state == "55P03") await scene.Hears(state);
        else await Waits();
        await Run(other, "commit");
        Assert.Equal(Done, await write);
        scene.Heard(state);
        Assert.Equal(1, await scene.Rows("a theirs mine"));
    }

    [Fact]
    public async Task A_deadlock_is_broken_and_both_are_done()
    {
        await using var scene = await own.Scene();
        await scene.Writes("a");
        await using var other = await Meanwhile(scene, "none");
        await using var gate = await own.Shut();
        var write = scene.Got(() => scene.Writing.Execute(
            $"with changed as (update task set title = title || ' mine' returning 1) select pg_advisory_xact_lock_shared({Gate.Shut}), pg_advisory_xact_lock(7) from changed"));
        await own.Waiting();
        // The other waits first: the one who comes last looks for the deadlock, and gives way.
        var theirs = Run(other, $"update task set title = title || ' theirs' where user_id = {scene.Id}");
        await Waits(2);
        await gate.DisposeAsync();
        await theirs;
        await Run(other, "commit");
        Assert.Equal(Done, await write);
        scene.Heard("40P01");
        Assert.Equal(1, await scene.Rows("a theirs mine"));
    }

    [Theory, InlineData("statement_timeout"), InlineData("pg_cancel_backend")]
    public async Task What_the_server_was_told_to_cancel_is_not_repeated(string reason)
    {
        await using var scene = await own.Scene(options: reason == "statement_timeout" ? "-c statement_timeout=300" : null);
        await using var gate = await own.Shut();
        var write = scene.Writes("cancelled", waits: true);
        if (reason == "pg_cancel_backend") await own.AsSuperuser($"select pg_cancel_backend({(await own.Waiting())[0]})::int");
        Assert.Equal("error 57014", await write);
        Assert.Equal(0, await scene.Rows("cancelled"));
    }

    [Fact]
    public async Task Without_memory_for_its_locks_a_write_is_repeated_until_there_is_some()
    {
        await using var scene = await own.Scene();
        await using var other = new NpgsqlConnection(own.Server.Superuser(own.Host.Database).ConnectionString);
        await other.OpenAsync();
        await Run(other, "do $$ begin perform pg_advisory_lock(n) from generate_series(1, 1000000) n; exception when out_of_memory then null; end $$");
        var write = scene.Got(() => scene.Writing.Execute($"insert into task (user_id, title) select {scene.Id}, 'patient' where (select count(pg_advisory_xact_lock(n)) from generate_series(-500, -1) n) = 500"));
        await scene.Hears("53200");
        Assert.False(write.IsCompleted);
        await Run(other, "select pg_advisory_unlock_all()");
        Assert.Equal(Done, await write);
        Assert.Equal(1, await scene.Rows("patient"));
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_is_read_and_a_write_is_told_that_nothing_happened()
    {
        await using var scene = await own.Scene(options: "-c default_transaction_read_only=on", seconds: 1);
        foreach (var what in (string[])["write", "write with a key"]) Assert.Equal(NothingHappened, await scene.Does(what, "never"));
        scene.Heard("25001");
        Assert.Equal(NothingHappened, await scene.Got(() => scene.Db.AsServer().Execute($"insert into task (user_id, title) values ({scene.Id}, 'never')")));
        scene.Heard("25006");
        Assert.Equal(Done, await scene.Reads());
        Assert.False(scene.Connections.Away);
        Assert.Equal("error 25006", await scene.Got(() => scene.Reading.Execute($"delete from task")));
        Assert.Equal(0, await scene.Rows("never"));
    }

    [Theory, InlineData("read", Done), InlineData("write", MayHaveHappened)]
    public async Task A_table_whose_file_is_gone_is_read_once_it_is_back(string what, string got)
    {
        await own.Host.Execute("drop table if exists doomed; create table doomed as select 1 as number");
        var file = Path.Combine(own.Server.Folder, "data", await own.Host.Scalar<string>("select pg_relation_filepath('doomed')"));
        await own.AsSuperuser("checkpoint");
        File.Move(file, file + ".away");
        await using var scene = await own.Scene();
        var asked = scene.Got(() => what == "read" ? scene.Db.AsServerReading().Text($"select count(*) from doomed") : scene.Db.AsServer().Execute($"insert into doomed values (2)"));
        await scene.Hears("58P01");
        if (what == "write") Assert.Equal(got, await asked);
        else Assert.False(asked.IsCompleted);
        File.Move(file + ".away", file);
        Assert.Equal(got, await asked);
        Assert.Equal(1L, await own.Host.Scalar<long>("select count(*) from doomed"));
    }

    [Theory, InlineData("26000"), InlineData("42P05"), InlineData("0A000 cached plan must not change result type RevalidateCachedQuery")]
    public async Task Statements_that_cannot_stay_prepared_are_no_longer_prepared(string words)
    {
        await own.Host.Execute("drop table if exists changing; create table changing as select 1 as number");
        await using var scene = await own.Scene();
        if (words == "42P05") await scene.Db.AsServer().Execute($"prepare _auto0 as select 1");
        Task<string> Read() => scene.Got(async () => Assert.Equal("1", await scene.Db.AsServerReading().Text($"select number from changing")));
        for (var i = 0; i < 3; i++) Assert.Equal(Done, await Read());
        if (words == "26000") await scene.Db.AsServer().Execute($"deallocate all");
        if (words.StartsWith("0A000", StringComparison.Ordinal)) await own.Host.Execute("alter table changing alter number type text");
        Assert.Equal(Done, await Read());
        scene.Heard(words);
        Assert.False(scene.Connections.Prepares);
    }

    [Fact]
    public async Task Of_two_equal_writes_at_once_one_is_done_and_both_are_answered()
    {
        await using var scene = await own.Scene(most: 2);
        await using var gate = await own.Shut();
        var writes = Task.WhenAll(scene.WritesWithKey("same", waits: true), scene.WritesWithKey("same", waits: true));
        await own.Waiting(2);
        await gate.DisposeAsync();
        Assert.Equal([Done, Done], await writes);
        scene.Heard("23505");
        Assert.Equal(1, await scene.Rows("same"));
    }

    [Fact]
    public async Task A_write_of_somebody_who_is_deleted_meanwhile_finds_no_session()
    {
        await using var scene = new Scene(own.Host, own.Doomed, own.Login, options: null, seconds: 10, most: 1, prepare: true);
        await using var gate = await own.Shut();
        var write = scene.Got(() => scene.Keyed("k").Write<WrittenRows>(new($"slow as (select pg_advisory_xact_lock_shared({Gate.Shut}))", $"select count(*) from slow")));
        await own.Waiting();
        await own.Host.Execute($"delete from \"user\" where id = {scene.Id}");
        await gate.DisposeAsync();
        Assert.Equal(SessionEnded, await write);
        scene.Heard("23503");
    }

    [Theory, InlineData("23505"), InlineData("22012")]
    public async Task What_is_wrong_with_a_statement_is_told_at_once(string state)
    {
        await using var scene = await own.Scene();
        var wrong = scene.Got(() => state == "22012" ? scene.Writing.Execute($"select 1 / 0") : scene.Db.AsServer().Execute($"insert into server_key select * from server_key"));
        Assert.Equal($"error {state}", await wrong);
        Assert.False(scene.Connections.Away);
    }
}
