using System.Net;
using System.Net.Http.Json;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>A transaction-mode pooler with one connection behind it, in front of the shared cluster.</summary>
public sealed class OneConnectionPooler : IAsyncLifetime
{
    public PgBouncer Bouncer { get; private set; } = null!;

    public async Task InitializeAsync() => Bouncer = await PgBouncer.Start(await TestHost.SharedCluster, poolSize: 1);

    public async Task DisposeAsync() => await Bouncer.DisposeAsync();
}

/// <summary>Nobody reads or writes outside their own world, directly or through a pooler.</summary>
public class EnterTests(OneConnectionPooler pooler) : IClassFixture<OneConnectionPooler>
{
    static readonly Sql Traces = Sql.Text(
        "select concat_ws('|', current_user, coalesce(current_setting('app.user_id', true), ''), coalesce(current_setting('app.changes', true), ''), current_setting('transaction_read_only'))");

    const string Clean = "doneon|||off";

    static Task<TestHost> Host => TestHost.Shared;

    async Task<(Db Db, Connections Connections)> Open(string path, double seconds = 10)
    {
        var host = await Host;
        return path == "direct" ? host.Narrow(host.Server.Login(host.Database), prepare: true, seconds)
            : host.Narrow(pooler.Bouncer.Login(host.Database), prepare: false, seconds);
    }

    public static TheoryData<string, string> DeadSessions()
    {
        var data = new TheoryData<string, string>();
        foreach (var path in new[] { "direct", "pooler" })
            foreach (var kind in new[] { "revoked", "expired", "deleted", "forged", "another's", "unknown", "command line's" }) data.Add(path, kind);
        return data;
    }

    static async Task<Token> Dead(string kind, TestHost host, Person person)
    {
        var token = host.TokenOf(person);
        switch (kind)
        {
            case "revoked": await host.Execute($"update session set revoked = true where user_id = {person.Id}"); return token;
            case "expired": await host.Execute($"update session set expires_at = now() - interval '1 second' where user_id = {person.Id}"); return token;
            case "deleted": await host.Execute($"delete from session where user_id = {person.Id}"); return token;
            case "forged": return token with { Hash = new string('0', 64) };
            case "another's": return token with { UserId = (await host.NewPerson()).Id };
            case "command line's": return token with { Jti = "", Hash = "" };
            default: return token with { Jti = "unknown" };
        }
    }

    [Theory, MemberData(nameof(DeadSessions))]
    public async Task Without_a_live_session_nothing_is_read_or_written(string path, string kind)
    {
        var host = await Host;
        var (person, (db, connections)) = (await host.NewPerson(), await Open(path));
        await using var _ = connections;
        var id = (await person.Add(new { title = "mine" })).GetProperty("id").GetInt64();
        var state = $"select string_agg(t.title || t.xmin || u.xmin || u.changes, ',') from task t join \"user\" u on u.id = t.user_id where u.id = {person.Id}";
        var dead = await Dead(kind, host, person);
        var before = await host.Scalar<string>(state);
        var me = new CurrentUser(dead, onlyReads: false);

        // What a select saw is noted in a setting of the connection, to look at afterwards.
        await Ended(db.As(me).Execute($"select set_config('doneon.seen', (select count(*) from my_task) || ',' || (select count(*) from task) || ',' || (select count(*) from \"user\") || ',' || (select count(*) from session), false)"));
        Assert.Equal("0,0,0,0", await db.AsServer().Text($"select current_setting('doneon.seen')"));
        await Ended(db.As(me).Execute($"update task set title = 'theirs'"));
        await Ended(db.As(me).Execute($"delete from task"));
        await Ended(db.As(me).Execute($"delete from \"user\""));
        await Ended(db.As(me).Execute($"update session set revoked = false"));
        await Ended(db.As(me).Execute($"insert into task (user_id, title) values ({person.Id}, 'theirs')"));
        await Ended(db.As(me).One<Text>($"select 1 / 0"));
        await Ended(db.As(new CurrentUser(dead, onlyReads: true)).One<Text>($"select title from task where id = {id}"));
        await Ended(db.As(me).Enter());
        Assert.Null(me.Session);
        Assert.Equal(before, await host.Scalar<string>(state));
        Assert.Equal(Clean, await db.AsServer().Text(Traces));

        static Task Ended(Task statement) => Assert.ThrowsAsync<SessionEndedException>(() => statement);
    }

    [Fact]
    public async Task The_command_line_enters_without_a_session_and_only_the_account_that_was_named()
    {
        var host = await Host;
        var (one, other) = (await host.NewPerson(), await host.NewPerson());
        await one.Add(new { title = "one's" });
        var others = (await other.Add(new { title = "other's" })).GetProperty("id").GetInt64();
        var (_, connections) = host.Narrow(host.Server.Login(host.Database), prepare: false);
        await using var closing = connections;
        var db = new Db(connections, Role.NameFor(host.Database), TimeSpan.FromSeconds(10), needsSession: false);
        static CurrentUser Named(long id, bool onlyReads = false) => new(new Token(id, "", ""), onlyReads);

        Assert.Equal("one's", await db.As(Named(one.Id)).Text($"select string_agg(title, ',') from task"));
        Assert.Equal(0, await db.As(Named(one.Id)).Execute($"update task set title = 'theirs' where id = {others}"));
        await Refused("42501", db.As(Named(one.Id)).Execute($"insert into task (user_id, title) values ({other.Id}, 'planted')"));
        await Refused("25006", db.As(Named(one.Id, onlyReads: true)).Execute($"delete from task"));
        await Assert.ThrowsAsync<SessionEndedException>(() => db.As(Named(long.MaxValue)).Text($"select title from task"));
        Assert.Equal(Clean, await db.AsServer().Text(Traces));
    }

    [Theory, InlineData("direct"), InlineData("pooler")]
    public async Task A_statement_that_forgets_the_owner_meets_only_the_callers_rows(string path)
    {
        var host = await Host;
        var (one, other, (db, connections)) = (await host.NewPerson(), await host.NewPerson(), await Open(path));
        await using var _ = connections;
        await one.Add(new { title = "one's" });
        var others = (await other.Add(new { title = "other's" })).GetProperty("id").GetInt64();
        var me = host.Me(one);

        Assert.Equal("one's", await db.As(me).Text($"select string_agg(title, ',') from task"));
        Assert.Equal("one's", await db.As(me).Text($"select string_agg(title, ',') from my_task"));
        Assert.Equal(one.Id.ToString(), await db.As(me).Text($"select string_agg(id::text, ',') from \"user\""));
        Assert.Equal(one.Id.ToString(), await db.As(me).Text($"select string_agg(user_id::text, ',') from session"));
        Assert.Equal(1, await db.As(me).Execute($"update task set title = 'changed'"));
        Assert.Equal(1, await db.As(me).Execute($"update session set last_used_at = now()"));
        Assert.Equal(1, await db.As(me).Execute($"update \"user\" set username = username"));
        Assert.Equal(0, await db.As(me).Execute($"update task set title = 'changed' where id = {others}"));
        await Refused("42501", db.As(me).Execute($"insert into task (user_id, title) values ({other.Id}, 'planted')"));
        await Assert.ThrowsAsync<PostgresException>(() => db.As(me).Execute($"update task set user_id = {other.Id}"));
        Assert.Equal(1, await db.As(me).Execute($"delete from task"));
        Assert.Equal("other's", await host.Scalar<string>($"select string_agg(title, ',') from task where user_id = {other.Id}"));
    }

    [Fact]
    public async Task What_requests_may_not_touch_is_refused()
    {
        var host = await Host;
        var me = host.Me(await host.NewPerson());
        var door = host.Db().As(me);
        await Refused("42501", door.Execute($"select * from server_key"));
        await Refused("42501", door.Execute($"insert into server_key values ('x', '')"));
        await Refused("42501", door.Execute($"update \"user\" set changes = 0"));
        await Refused("42501", door.Execute($"update \"user\" set task_count = 0"));
        await Refused("42501", door.Execute($"update \"user\" set id = 1"));
        await Refused("42501", door.Execute($"insert into \"user\" (username, email, hashed_password) values ('x', 'x', 'x')"));
        await Refused("42501", door.Execute($"insert into session (user_id, token_jti, token, expires_at) values ({me.UserId}, 'x', {new string('0', 64)}, now())"));
        await Refused("42501", door.Execute($"update session set expires_at = 'infinity'"));
        await Refused("42501", door.Execute($"select count_tasks()"));
        await Refused("42501", door.Execute($"create table theirs (a int)"));
        await Refused("42501", door.Execute($"truncate task"));
        await Refused("42501", door.Execute($"alter table task disable row level security"));
    }

    [Theory, InlineData("direct"), InlineData("pooler")]
    public async Task A_request_that_reads_cannot_write(string path)
    {
        var host = await Host;
        var (person, (db, connections)) = (await host.NewPerson(), await Open(path));
        await using var _ = connections;
        await person.Add(new { title = "stays" });
        var me = host.Me(person, onlyReads: true);
        await Refused("25006", db.As(me).Execute($"update task set title = 'x'"));
        await Refused("25006", db.As(me).Execute($"insert into task (user_id, title) values ({person.Id}, 'x')"));
        await Refused("25001", db.As(me).Execute($"select set_config('transaction_read_only', 'off', true)"));
        await Refused("25006", db.AsServerReading().Execute($"delete from task where user_id = {person.Id}"));
        await Refused("25006", db.AsServerReading().Execute($"select nextval(pg_get_serial_sequence('task', 'id'))"));
        Assert.Equal(1, await db.As(host.Me(person)).Execute($"update task set title = 'y'"));
    }

    [Theory, InlineData("direct"), InlineData("pooler")]
    public async Task Nothing_of_a_request_is_left_on_its_connection(string path)
    {
        var host = await Host;
        var (person, (db, connections)) = (await host.NewPerson(), await Open(path, seconds: 1));
        await using var _ = connections;
        var (writer, reader) = (host.Me(person), host.Me(person, onlyReads: true));
        Assert.Equal(Clean, await db.AsServer().Text(Traces));
        // Often enough that the statements get prepared where they may.
        for (var i = 0; i < 4; i++)
        {
            Assert.StartsWith($"{Role.NameFor(host.Database)}|{person.Id}|0.", await db.As(reader).Text(Traces), StringComparison.Ordinal);
            Assert.Equal(Clean, await db.AsServer().Text(Traces));
            await db.As(writer).Text($"select 1");
            Assert.Equal(Clean, await db.AsServer().Text(Traces));
            await Refused("22012", db.As(writer).One<Text>($"select 1 / 0"));
            Assert.Equal(Clean, await db.AsServer().Text(Traces));
            await Refused("42703", db.As(reader).One<Text>($"select nonsense"));
            Assert.Equal(Clean, await db.AsServer().Text(Traces));
        }
        foreach (var me in new[] { writer, reader })
        {
            var late = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => db.As(me).Text($"select pg_sleep(20)"));
            // The server confirmed that it cancelled, so the truth is known.
            Assert.False(late.MayHaveHappened);
            Assert.Equal(Clean, await db.AsServer().Text(Traces));
        }
    }

    [Theory, InlineData("direct"), InlineData("pooler")]
    public async Task Interleaved_people_on_one_connection_each_see_their_own(string path)
    {
        var host = await Host;
        var (db, connections) = await Open(path);
        await using var _ = connections;
        var people = new List<Person>();
        for (var i = 0; i < 4; i++) people.Add(await host.NewPerson());
        foreach (var person in people) await person.Add(new { title = person.Name });
        await Task.WhenAll(Enumerable.Range(0, 80).Select(async i =>
        {
            var person = people[i % 4];
            if (i % 7 == 0) await Assert.ThrowsAnyAsync<PostgresException>(() => db.As(host.Me(person)).Execute($"update task set title = null"));
            else Assert.Equal(person.Name, await db.As(host.Me(person, onlyReads: i % 2 == 0)).Text($"select string_agg(title, ',') from task"));
        }));
    }

    [Fact]
    public async Task A_revoked_token_is_refused_before_anything_else_is_said()
    {
        var host = await Host;
        var person = await host.NewPerson();
        await host.Execute($"update session set revoked = true where user_id = {person.Id}");
        using var created = await person.Client.PostAsJsonAsync(person.Tasks, new { title = "x" });
        Assert.Equal(HttpStatusCode.Unauthorized, created.StatusCode);
    }

    static async Task Refused(string state, Task statement) => Assert.Equal(state, (await Assert.ThrowsAsync<PostgresException>(() => statement)).SqlState);
}
