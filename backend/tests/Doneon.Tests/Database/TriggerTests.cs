using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>What the database keeps by itself: the change counter, the number of tasks, the trash.</summary>
public class TriggerTests
{
    static async Task<(long Changes, long Tasks, long Real, string Updated)> Counters(TestHost host, Person person)
    {
        var text = await host.Scalar<string>($"""
            select changes || ' ' || task_count || ' ' || (select count(*) from task where user_id = u.id) || ' ' || updated_at || '' from "user" u where id = {person.Id}
            """);
        var parts = text.Split(' ', 4);
        return (long.Parse(parts[0]), long.Parse(parts[1]), long.Parse(parts[2]), parts[3]);
    }

    [Fact]
    public async Task Every_kind_of_write_raises_the_change_counter_once_and_the_tasks_remember_it()
    {
        var host = await TestHost.Shared;
        var person = await host.NewPerson();
        var ids = new List<long>();
        for (var i = 0; i < 4; i++) ids.Add((await person.Add(new { title = $"{i}" })).GetProperty("id").GetInt64());
        var (expected, _, _, updated) = await Counters(host, person);
        Assert.Equal(4, expected);
        var path = $"{person.Tasks}/{ids[0]}";
        (Func<Task<HttpResponseMessage>> Send, long[] Touched)[] writes =
        [
            (() => person.Client.PutAsJsonAsync(path, new { title = "put" }), [ids[0]]),
            (() => person.Client.PatchAsJsonAsync(path, new { title = "patched" }), [ids[0]]),
            (() => person.Client.PatchAsync(path + "/complete", null), [ids[0]]),
            (() => person.Client.DeleteAsync(path), [ids[0]]),
            (() => person.Client.PostAsync(path + "/restore", null), [ids[0]]),
            (() => person.Client.PostAsJsonAsync(person.Tasks + "/bulk", new { action = "complete", ids }), [.. ids]),
            (() => person.Client.PostAsJsonAsync(person.Tasks + "/bulk", new { action = "delete", ids }), [.. ids]),
            (() => person.Client.PostAsJsonAsync(person.Tasks + "/bulk", new { action = "restore", ids }), [.. ids]),
        ];
        foreach (var (send, touched) in writes)
        {
            using var answer = await send();
            Assert.True(answer.IsSuccessStatusCode);
            expected++;
            var counters = await Counters(host, person);
            Assert.Equal((expected, 4, 4, updated), counters);
            Assert.Equal(touched.Length, await host.Scalar<long>($"select count(*) from task where user_id = {person.Id} and change = {expected}"));
        }
        // What writes nothing raises nothing.
        using (await person.Client.PatchAsJsonAsync($"{person.Tasks}/1", new { title = "x" })) { }
        using (await person.Client.GetAsync(path)) { }
        Assert.Equal(expected, (await Counters(host, person)).Changes);
    }

    [Fact]
    public async Task Words_that_go_are_not_counted_down_first()
    {
        var host = await TestHost.Shared;
        var person = await host.NewPerson();
        await host.Execute($"insert into task (user_id, title, description) select {person.Id}, 'shared', 'own' || i || ' other' || i from generate_series(1, 50) i");
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        async Task<string> After(string change)
        {
            await using var command = new NpgsqlCommand($"""
                {change};
                select n_tup_upd || ' counted, ' || n_tup_del || ' gone, ' || (select uses from word where user_id = {person.Id} and word = 'shared') || ' left, '
                    || (select count(*) from searched where user_id = {person.Id}) from pg_stat_xact_user_tables where relname = 'word'
                """, connection, transaction);
            return (string)(await command.ExecuteScalarAsync())!;
        }
        Assert.Equal("1 counted, 88 gone, 6 left, 6", await After($"delete from task where user_id = {person.Id} and description < 'own5'"));
        Assert.Equal("2 counted, 90 gone, 5 left, 6", await After($"update task set title = 'x', description = 'x' where user_id = {person.Id} and description like 'own5 %'"));
        await using var account = new NpgsqlCommand($"delete from \"user\" where id = {person.Id}; select (select count(*) from searched where user_id = {person.Id}) + (select count(*) from word where user_id = {person.Id})", connection, transaction);
        Assert.Equal(0L, await account.ExecuteScalarAsync());
    }

    [Fact]
    public async Task The_account_changes_only_when_the_person_changes_it()
    {
        var host = await TestHost.Shared;
        var person = await host.NewPerson();
        var before = (await Counters(host, person)).Updated;
        await person.Add(new { title = "x" });
        Assert.Equal(before, (await Counters(host, person)).Updated);
        await host.Execute($"update \"user\" set email = email || 'x' where id = {person.Id}");
        Assert.NotEqual(before, (await Counters(host, person)).Updated);
    }

    [Fact]
    public async Task The_number_of_tasks_is_right_after_statements_of_many_rows_and_owners_and_after_savepoints()
    {
        var host = await TestHost.Shared;
        var (one, other) = (await host.NewPerson(), await host.NewPerson());
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        await using var connection = await source.OpenConnectionAsync();
        var both = $"({one.Id}, {other.Id})";
        string[] steps =
        [
            $"insert into task (user_id, title) select case i % 2 when 0 then {one.Id} else {other.Id} end, i::text from generate_series(1, 101) i",
            $"delete from task where user_id in {both} and title::int % 3 = 0",
            $"begin; insert into task (user_id, title) values ({one.Id}, '1000'); savepoint s; insert into task (user_id, title) select {one.Id}, i::text from generate_series(2000, 2010) i; "
                + $"delete from task where user_id = {other.Id}; rollback to s; insert into task (user_id, title) values ({one.Id}, '1001'), ({other.Id}, '1002'); commit",
            $"begin; delete from task where user_id in {both}; rollback",
            $"with gone as (delete from task where user_id = {one.Id} returning 1) insert into task (user_id, title) select {other.Id}, i::text from generate_series(3000, 3020) i",
            $"begin; insert into task (user_id, title) values ({one.Id}, 'a'); update task set title = 'b' where user_id in {both}; delete from task where user_id = {one.Id} and title = 'b'; commit",
            $"insert into task (user_id, title) values ({one.Id}, 'same') on conflict do nothing",
            $"update task set deleted_at = now() where user_id in {both}",
            $"delete from task where user_id in {both}",
        ];
        foreach (var step in steps)
        {
            await using (var command = new NpgsqlCommand(step, connection)) await command.ExecuteNonQueryAsync();
            foreach (var person in new[] { one, other })
            {
                var (_, tasks, real, _) = await Counters(host, person);
                Assert.Equal(real, tasks);
            }
        }
        Assert.Equal(0, (await Counters(host, one)).Real);
    }

    [Fact]
    public async Task Several_writes_in_one_transaction_raise_the_counter_once()
    {
        var host = await TestHost.Shared;
        var person = await host.NewPerson();
        await host.Execute($"""
            begin;
            insert into task (user_id, title) select {person.Id}, i::text from generate_series(1, 50) i;
            update task set title = title || 'x' where user_id = {person.Id};
            delete from task where user_id = {person.Id} and title like '1%';
            commit
            """);
        Assert.Equal(1, (await Counters(host, person)).Changes);
        Assert.Equal(0, await host.Scalar<long>($"select count(*) from task where user_id = {person.Id} and change <> 1"));
    }

    [Fact]
    public async Task Emptying_the_trash_skips_owners_who_are_busy_and_what_is_not_old()
    {
        await using var host = await TestHost.Start();
        var (busy, idle, caller) = (await host.NewPerson(), await host.NewPerson(), await host.NewPerson());
        await host.Execute($"""
            insert into task (user_id, title, deleted_at) select u, 'old', now() - interval '31 days' from unnest(array[{busy.Id}, {idle.Id}]) u, generate_series(1, 3);
            insert into task (user_id, title, deleted_at) select u, 'fresh', now() - interval '29 days' from unnest(array[{busy.Id}, {idle.Id}]) u
            """);
        var path = $"{caller.Tasks}/{(await caller.Add(new { title = "x" })).GetProperty("id")}";
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand($"update \"user\" set changes = changes where id = {busy.Id}", connection, transaction);
            await hold.ExecuteNonQueryAsync();
            var clock = Stopwatch.StartNew();
            using var deleted = await caller.Client.DeleteAsync(path);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        }
        Assert.Equal((4L, 1L), ((await Counters(host, busy)).Real, (await Counters(host, idle)).Real));
        Assert.Equal((4L, 1L), ((await Counters(host, busy)).Tasks, (await Counters(host, idle)).Tasks));
    }

    [Fact]
    public async Task Single_writes_bulk_writes_and_the_end_of_an_account_never_wait_in_a_circle()
    {
        await using var host = await TestHost.Start();
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.NewPerson()));
        foreach (var person in people)
            await host.Execute($"insert into task (user_id, title, deleted_at) select {person.Id}, i::text, case i % 4 when 0 then now() - interval '40 days' end from generate_series(1, 200) i");
        var ids = new Dictionary<Person, long[]>();
        foreach (var person in people)
            ids[person] = [.. (await person.Get(person.Tasks + "?limit=30")).EnumerateArray().Select(task => task.GetProperty("id").GetInt64())];
        var clock = Stopwatch.StartNew();
        var sent = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async seed =>
        {
            var random = new Random(seed);
            var person = people[seed % 4];
            while (clock.Elapsed < TimeSpan.FromSeconds(4))
            {
                var task = $"{person.Tasks}/{ids[person][random.Next(30)]}";
                long[] some = random.GetItems(ids[person], 10).Distinct().ToArray();
                using var answer = await (random.Next(7) switch
                {
                    0 => person.Client.PatchAsync(task + "/complete", null),
                    1 => person.Client.PostAsJsonAsync(person.Tasks + "/bulk", new { action = "delete", ids = some }),
                    2 => person.Client.PostAsJsonAsync(person.Tasks + "/bulk", new { action = "restore", ids = some }),
                    3 => person.Client.DeleteAsync(task),
                    4 => person.Client.PostAsJsonAsync(person.Tasks, new { title = "new" }),
                    5 => person.Client.GetAsync(person.Tasks),
                    _ => person.Client.PostAsJsonAsync(person.Tasks + "/bulk", new { action = "complete", ids = some }),
                });
                Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}");
                Assert.True(answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized);
                Interlocked.Increment(ref sent);
                // One after another, the accounts end in the middle of their own writes.
                if (seed < 4 && clock.Elapsed > TimeSpan.FromSeconds(2 + 0.4 * seed))
                {
                    using var end = new HttpRequestMessage(HttpMethod.Delete, "/api/auth/me") { Content = JsonContent.Create(new { password = Person.Password }) };
                    using var ended = await person.Client.SendAsync(end);
                    Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
                    return;
                }
            }
        }));
        Assert.True(sent > 100);
        Assert.Equal(0, await host.Scalar<long>("select count(*) from \"user\""));
        Assert.Equal(0, await host.Scalar<long>("select count(*) from task"));
        // The server retries what a deadlock has rolled back, so the database itself must say that there was none.
        await Task.Delay(1100);
        Assert.Equal(0, await host.Scalar<long>("select deadlocks from pg_stat_database where datname = current_database()"));
    }
}
