using Doneon.Database;
using Npgsql;

namespace Doneon.Tests.Database;

[Collection(Servers.Name)]
public sealed class MigratorTests(Clusters clusters)
{
    static readonly string[] s_all = [.. Migration.All.Select(migration => migration.Name)];

    [Fact]
    public void Migrations_are_numbered_from_one_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, Migration.All.Count), Migration.All.Select(migration => migration.Version));

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task An_empty_database_is_brought_to_what_Doneon_needs(string server)
    {
        await using var database = await clusters.Empty(server);
        Assert.Equal(s_all, await database.Migrator().Apply(_ => { }));
        await database.Migrator().Verify();
        Assert.Equal(Migration.All.Select(migration => migration.Checksum), await database.Lines("select checksum from doneon_migration order by version"));
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_second_run_changes_nothing_and_locks_nobody_out(string server)
    {
        await using var database = await clusters.Migrated(server);
        await using var reader = await database.Source.OpenConnectionAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await new NpgsqlCommand("select from task", reader).ExecuteNonQueryAsync();
        Assert.Empty(await database.Migrator().Apply(_ => { }).WaitAsync(TimeSpan.FromSeconds(3)));
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task Eight_migrators_at_once_apply_everything_once(string server)
    {
        await using var database = await clusters.Empty(server);
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.Migrator().Apply(_ => { })));
        Assert.Equal(s_all, applied.SelectMany(names => names));
        await SchemaCheck.Run(database.Source);
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task Databases_of_one_cluster_are_migrated_at_the_same_time(string server)
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => clusters.Empty(server)));
        await Task.WhenAll(databases.Select(database => database.Migrator().Apply(_ => { })));
        foreach (var database in databases)
        {
            await SchemaCheck.Run(database.Source);
            await database.DisposeAsync();
        }
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task Who_waits_for_another_migration_too_long_gives_up(string server)
    {
        await using var database = await clusters.Empty(server);
        await using var other = await database.Source.OpenConnectionAsync();
        await new NpgsqlCommand($"select pg_advisory_lock({MigrationLock.Key})", other).ExecuteNonQueryAsync();
        var stop = await Assert.ThrowsAsync<StopException>(() =>
            new Migrator(database.Source) { LongestWait = TimeSpan.FromSeconds(1) }.Apply(_ => { }));
        Assert.Equal((StopException.Database, "another migration has been running for 1 seconds: try again when it has ended"), (stop.ExitCode, stop.Message));
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task Status_and_dry_run_change_nothing(string server)
    {
        await using var database = await clusters.Empty(server);
        Assert.Equal(s_all, (await database.Migrator().Status()).Pending.Select(migration => migration.Name));
        Assert.Equal(s_all, await database.Migrator().DryRun());
        Assert.Equal(0, await database.Value<long>("select count(*) from pg_class where relnamespace = 'public'::regnamespace"));
        Assert.Equal(0, await database.Value<long>($"select count(*) from pg_roles where rolname = '{database.Role}'"));

        var stop = await Assert.ThrowsAsync<StopException>(() => database.Migrator().Verify());
        Assert.Equal($"the database lacks {string.Join(", ", s_all)}: run doneon migrate", stop.Message);
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_database_newer_than_the_program_is_refused(string server)
    {
        await using var database = await clusters.Migrated(server);
        await database.Execute("insert into doneon_migration (version, name, checksum) values (9999, '9999_from_the_future', '')");
        await Refused(database, $"the database is newer than this program: it has 9999_from_the_future, the last one known here is {s_all[^1]}: start a newer Doneon");
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task An_edited_history_is_refused(string server)
    {
        await using var database = await clusters.Migrated(server);
        await database.Execute("update doneon_migration set checksum = 'edited' where version = 1");
        await Refused(database, "the database was migrated with another 0001_contract than this program's 0001_contract");

        await database.Execute("delete from doneon_migration where version = 1");
        await Refused(database, "the database's history lacks 0001_contract but goes on after it");
    }

    [Fact]
    public void Line_endings_do_not_change_a_migration() => Assert.DoesNotContain(Migration.All, migration => migration.Sql.Contains('\r'));

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_migration_that_fails_leaves_nothing_behind(string server)
    {
        await using var database = await clusters.Migrated(server);
        var failing = Next("create table half (id int); select 1 / 0");
        await Refused(database, "0003_next failed: division by zero", failing);
        Assert.False(await database.Value<bool>("select to_regclass('half') is not null"));
        await database.Migrator().Verify();
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_migration_that_is_killed_is_simply_run_again(string server)
    {
        await using var database = await clusters.Migrated(server);
        var migrating = database.Migrator(Next("create table half (id int); select pg_sleep(20)")).Apply(_ => { });
        while (!await database.Value<bool>("""
            select coalesce(bool_or(pg_terminate_backend(pid)), false) from pg_stat_activity
            where datname = current_database() and wait_event = 'PgSleep'
            """)) await Task.Delay(20);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => migrating);
        Assert.Equal(["0003_next"], await database.Migrator(Next("create table half (id int)")).Apply(_ => { }));
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_migration_that_is_not_transactional_is_run_again_after_it_failed(string server)
    {
        await using var database = await clusters.Migrated(server);
        await database.Execute("""insert into "user" (username, email, hashed_password) values ('a', 'a', 'same'), ('b', 'b', 'same')""");
        var migrations = Next("""
            -- not transactional
            drop index concurrently if exists one_password;
            create unique index concurrently one_password on "user" (hashed_password);
            """);
        await Refused(database, "could not create unique index \"one_password\"", migrations);
        await database.Execute("update \"user\" set hashed_password = username");
        Assert.Equal(["0003_next"], await database.Migrator(migrations).Apply(_ => { }));
        Assert.Equal("0", await database.Value<string>("show lock_timeout"));
        Assert.True(await database.Value<bool>("select indisvalid from pg_index where indexrelid = 'one_password'::regclass"));
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_migration_gets_its_turn_when_a_long_read_has_ended(string server)
    {
        await using var database = await clusters.Migrated(server);
        await using var reader = await database.Source.OpenConnectionAsync();
        var reading = await reader.BeginTransactionAsync();
        await new NpgsqlCommand("select from task", reader).ExecuteNonQueryAsync();
        var migrating = database.Migrator(Next("alter table task add column note text")).Apply(_ => { });

        // While it queues, others wait behind it; it steps back so that they get through.
        await Task.Delay(1000);
        await database.Execute("set statement_timeout = '10s'; select from task");
        Assert.False(migrating.IsCompleted);
        await reading.CommitAsync();
        await migrating;
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_database_of_the_first_applications_keeps_every_row(string server)
    {
        await using var database = await FirstApplication(server);
        await database.Execute("""
            insert into "user" (id, username, email, hashed_password, created_at)
                select n, 'user' || n, 'User' || n || '@example.org', '$2b$12$' || n, '2026-01-02 03:04:05' from generate_series(1, 9) n where n <> 4;
            select setval('user_id_seq', 20);
            insert into task (id, user_id, title, due_date, priority, tags, completed, created_at)
                select n, 1 + n % 3, 'Task ' || n, case when n % 2 = 0 then '2026-03-01' else 'tomorrow' end, 'High', 'Home,  Garden ', n % 5 = 0, '2026-07-01 12:00'
                from generate_series(1, 1000) n where n % 7 <> 0;
            select setval('task_id_seq', 1000);
            insert into session (user_id, token_jti, token, expires_at) values (1, 'jti', 'hash', '2099-01-01');
            set timezone = 'America/New_York';
            """);
        string[] rows =
        [
            """select concat_ws('|', id, username, email, hashed_password, created_at at time zone 'UTC', updated_at at time zone 'UTC') from "user" order by id""",
            """select concat_ws('|', id, user_id, title, description, due_date, priority, tags, recursion_pattern, completed, created_at at time zone 'UTC') from task order by id""",
        ];
        string[] before = [.. rows.Select(sql => sql.Replace(" at time zone 'UTC'", ""))];
        var kept = (await database.Lines(before[0]), await database.Lines(before[1]));

        Assert.Equal(["0001_contract (already there: marked as applied)", .. s_all[1..]], await database.Migrator().DryRun());
        Assert.Equal(s_all, await database.Migrator().Apply(_ => { }));

        await database.Migrator().Verify();
        Assert.Equal(kept.Item1, await database.Lines(rows[0]));
        Assert.Equal(kept.Item2, await database.Lines(rows[1]));
        Assert.Equal(0, await database.Value<long>("select count(*) from session"));
        Assert.Equal(0, await database.Value<long>("""select count(*) from "user" u where task_count <> (select count(*) from task where user_id = u.id)"""));
        Assert.Equal(21, await database.Value<long>("""insert into "user" (username, email, hashed_password) values ('new', 'new', 'new') returning id"""));
        Assert.Equal(1001, await database.Value<long>("insert into task (user_id, title) values (1, 'new') returning id"));
        Assert.Equal(2, await database.Value<long>("select change from task where id = 1001"));
        Assert.Equal(["~"], await database.Lines("select distinct due_key from task where due_date = 'tomorrow'"));
        Assert.Equal(["home", "garden"], await database.Value<string[]>("select tag_list from task where id = 1"));
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task An_empty_database_of_the_first_applications_begins_at_one(string server)
    {
        await using var database = await FirstApplication(server);
        await database.Migrator().Apply(_ => { });
        Assert.Equal(1, await database.Value<long>("""insert into "user" (username, email, hashed_password) values ('new', 'new', 'new') returning id"""));
    }

    public static TheoryData<string, string, string> Mutations
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var server in new[] { "machine", "npm" })
            {
                data.Add(server, "alter table task alter title type varchar(150)", "column task.title is character varying(150) not null, Doneon needs character varying(200) not null");
                data.Add(server, "alter table task alter created_at type timestamptz", "column task.created_at is timestamp with time zone not null default CURRENT_TIMESTAMP, Doneon needs timestamp without");
                data.Add(server, "alter table task add column position int", "column task.position is not Doneon's");
                data.Add(server, "alter table task drop column recursion_pattern", "column task.recursion_pattern is missing");
                data.Add(server, "drop table session", "table session is missing");
                data.Add(server, "alter table \"user\" drop constraint user_email_key", "constraint user_email_key on user is missing");
                data.Add(server, "alter type priority_enum rename value 'High' to 'Urgent'", "enum priority_enum is Urgent, Medium, Low, Doneon needs High, Medium, Low");
                data.Add(server, "drop index idx_task_completed", "index idx_task_completed on task is missing");
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Mutations))]
    public async Task Tables_that_differ_from_the_contract_are_not_adopted(string server, string mutation, string words)
    {
        await using var database = await FirstApplication(server);
        await database.Execute(mutation);
        await Refused(database, words);
        Assert.Contains(words, (await Assert.ThrowsAsync<StopException>(() => database.Migrator().DryRun())).Message);
        Assert.False(await database.Value<bool>("select to_regclass('doneon_migration') is not null"));
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task Rows_that_the_rules_cannot_hold_stop_the_adoption_with_their_ids(string server)
    {
        await using var database = await FirstApplication(server);
        await database.Execute("""
            insert into "user" (username, email, hashed_password) values ('a', 'Jo@example.org', 'x'), ('b', 'jo@example.org', 'x'), ('c', 'c@example.org', 'x');
            insert into task (user_id, title) values (3, '');
            """);
        await Refused(database, "rows to mend first: user rows 1, 2 have the same email but for case; task rows 1 have an empty title");

        await database.Execute("update \"user\" set email = 'other@example.org' where id = 2; update task set title = 'mended'");
        await database.Migrator().Apply(_ => { });
        await database.Migrator().Verify();
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_login_that_may_not_create_the_role_is_told_the_remedy(string server)
    {
        await using var database = await clusters.Empty(server);
        await using var stranger = await Stranger.Create(database, "bypassrls");
        await database.ExecuteAsSuperuser($"alter database {database.Name} owner to {stranger.Name}");
        var migrator = new Migrator(stranger.Source);

        var stop = await Assert.ThrowsAsync<StopException>(() => migrator.Apply(_ => { }));
        Assert.Equal($"the login {stranger.Name} may not create the role {database.Role}: let an administrator run "
            + $"create role \"{database.Role}\" nologin; grant \"{database.Role}\" to \"{stranger.Name}\"", stop.Message);

        await database.ExecuteAsSuperuser(stop.Message[stop.Message.IndexOf("create role", StringComparison.Ordinal)..]);
        await migrator.Apply(_ => { });
        await migrator.Verify();
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_login_that_may_not_switch_to_the_role_is_told_the_remedy(string server)
    {
        await using var database = await clusters.Empty(server);
        await using var stranger = await Stranger.Create(database, "bypassrls");
        await database.ExecuteAsSuperuser($"alter database {database.Name} owner to {stranger.Name}; create role \"{database.Role}\" nologin");
        var migrator = new Migrator(stranger.Source);

        var stop = await Assert.ThrowsAsync<StopException>(() => migrator.Apply(_ => { }));
        Assert.Equal($"the login {stranger.Name} may not switch to the role {database.Role}: let an administrator run "
            + $"grant \"{database.Role}\" to \"{stranger.Name}\"", stop.Message);

        await database.ExecuteAsSuperuser(stop.Message[stop.Message.IndexOf("grant \"", StringComparison.Ordinal)..]);
        await migrator.Apply(_ => { });
        await migrator.Verify();
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_login_that_is_not_the_owner_is_told_so(string server)
    {
        await using var database = await FirstApplication(server);
        await using var stranger = await Stranger.Create(database, "createrole");
        await database.Execute($"grant all on schema public to {stranger.Name}; grant all on database {database.Name} to {stranger.Name}; grant all on all tables in schema public to {stranger.Name}");
        var stop = await Assert.ThrowsAsync<StopException>(() => new Migrator(stranger.Source).Apply(_ => { }));
        Assert.Equal($"the login {stranger.Name} may not change the tables session of doneon, task of doneon, user of doneon: migrate as their owner", stop.Message);
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_login_without_rights_on_the_database_is_told_so(string server)
    {
        await using var database = await clusters.Empty(server);
        await using var stranger = await Stranger.Create(database, "createrole");
        var stop = await Assert.ThrowsAsync<StopException>(() => new Migrator(stranger.Source).Apply(_ => { }));
        Assert.Equal($"the login {stranger.Name} may not change the schema (permission denied for schema public): "
            + "migrate as the owner of the database and its tables", stop.Message);
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task Tables_of_other_owners_in_the_same_schema_are_left_alone(string server)
    {
        await using var database = await clusters.Migrated(server);
        await database.ExecuteAsSuperuser("create table public.metrics (id int)");
        await database.DropRole();
        await database.Migrator().Apply(_ => { });
        await database.Migrator().Verify();
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task What_the_role_lost_comes_back_with_the_next_migrate(string server)
    {
        await using var database = await clusters.Migrated(server);
        await database.Execute($"""
            revoke all on task from "{database.Role}"; drop policy own_task on task; alter table session disable row level security;
            grant select on server_key to "{database.Role}"
            """);
        await Assert.ThrowsAsync<StopException>(() => database.Migrator().Verify());
        await database.Migrator().Apply(_ => { });
        await database.Migrator().Verify();
    }

    [Fact]
    public void The_role_carries_the_name_of_the_database()
    {
        Assert.Equal("doneon_user_neondb", Role.NameFor("neondb"));
        Assert.Equal("doneon_user_" + new string('a', 51), Role.NameFor(new string('a', 51)));
        foreach (var database in new[] { new string('a', 52), "it's", "a$$b", "with \"quotes\"", "{role}", new string('ä', 30) })
        {
            Assert.Matches("^doneon_user_[a-z_]*_[0-9a-f]{16}$", Role.NameFor(database));
            Assert.True(Role.NameFor(database).Length <= 63);
        }
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_database_of_any_name_is_migrated(string server)
    {
        await using var database = await TestDatabase.Create(clusters[server], "it's $$ \"a\" very long name, longer than the name of a role {role}");
        await database.Migrator().Apply(_ => { });
        await database.Migrator().Verify();
    }

    async Task<TestDatabase> FirstApplication(string server)
    {
        var database = await clusters.Empty(server);
        await database.Execute(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Database", "document-003.sql")));
        return database;
    }

    static Migration[] Next(string sql) => [.. Migration.All, new(Migration.All.Count + 1, "0003_next", sql)];

    static async Task Refused(TestDatabase database, string words, IReadOnlyList<Migration>? migrations = null)
    {
        var stop = await Assert.ThrowsAsync<StopException>(() => database.Migrator(migrations).Apply(_ => { }));
        Assert.Contains(words, stop.Message);
        Assert.DoesNotContain('\n', stop.Message);
        Assert.Equal(StopException.Schema, stop.ExitCode);
    }
}
