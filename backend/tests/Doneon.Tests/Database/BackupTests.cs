using System.Net;
using System.Net.Http.Json;
using Doneon.Database;
using Doneon.Dev;
using Doneon.Tests.Http;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>A backup is made and restored with the very commands of docs/deploy.md, and people go on where they were.</summary>
[Collection(Servers.Name)]
public sealed class BackupTests(Clusters clusters)
{
    static (string, string) Key(string name) => ("Idempotency-Key", name);

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task Everybody_goes_on_with_what_was_there_when_the_backup_was_made(string to)
    {
        await using var old = await clusters.Empty("machine");
        await using var host = await TestHost.Start(server: clusters["machine"], database: old.Name);
        var accounts = await Task.WhenAll(Enumerable.Range(0, 3).Select(async number => await Kept.Make(host, number)));
        await using var backup = new Backup(clusters.Programs);
        await backup.Dump(clusters["machine"].UrlFor(old.Name));
        await accounts[0].Person.Add(new { title = "Later than the backup" });

        await using var restored = await clusters.Empty(to);
        await backup.Restore(clusters[to].UrlFor(restored.Name), dumped: old.Name, roleIsThere: to == "machine");
        await restored.Migrator().Verify();
        await using var again = await TestHost.Start(new() { ["MIGRATE"] = "verify" }, clusters[to], restored.Name);

        foreach (var account in accounts) await account.IsTheSameOn(again);
        foreach (var account in accounts) await account.GoesOnOn(again);
        await accounts[0].IsApartFrom(accounts[1], again);
        var newcomer = await again.NewPerson();
        Assert.True(newcomer.Id > accounts.Max(account => account.Person.Id));
        Assert.Equal("First", (await newcomer.Add(new { title = "First" })).Text("title"));
        // Nothing of the restored database hangs on the name that it had before.
        if (to == "npm") await restored.ExecuteAsSuperuser($"drop role \"{old.Role}\"");
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_dump_in_SQL_whose_role_nobody_made_first_is_mended_by_the_next_migrate(string to)
    {
        await using var old = await clusters.Migrated("machine");
        await old.Execute("""
            insert into "user" (username, email, hashed_password) values ('jo', 'jo@example.org', 'x');
            insert into task (user_id, title, tags) select 1, 'Task ' || n, 'a, b' from generate_series(1, 3) n;
            """);
        await using var restored = await clusters.Empty(to);
        await using var backup = new Backup(clusters.Programs);
        await backup.Run(clusters["machine"].UrlFor(old.Name), "pg_dump --no-owner --file=doneon.sql \"$DATABASE_URL_UNPOOLED\"");
        // Without ON_ERROR_STOP: the grants and policies for a role that this cluster does not have fail.
        await backup.Run(clusters[to].UrlFor(restored.Name), "psql --quiet --no-psqlrc --file=doneon.sql \"$DATABASE_URL_UNPOOLED\"");

        Assert.Empty(await restored.Migrator().Apply(_ => { }));
        await restored.Migrator().Verify();
        Assert.Equal(await old.Lines("select concat_ws('|', t.*) from task t order by id"), await restored.Lines("select concat_ws('|', t.*) from task t order by id"));
        Assert.Equal(4, await restored.Value<long>("insert into task (user_id, title) values (1, 'Task 4') returning id"));
        Assert.Equal("2 4", await restored.Value<string>("select changes || ' ' || task_count from \"user\""));
        Assert.Equal("2", (await restored.Lines("select change::text from task where id = 4")).Single());
    }

    /// <summary>An account with a bit of everything, and what it was told before the backup.</summary>
    sealed record Kept(Person Person, string Password, HttpClient LoggedOut, long Gone, string Keyed, Dictionary<string, (string Text, string ETag)> Pages)
    {
        const string KeyedTask = """{"title":"Made under a name","tags":"kept"}""";

        static readonly string[] s_paths = ["?limit=500", "?limit=500&sort=due_date", "?q=pounds&tag=home", "?completed=true", "?deleted=true", "/summary?today=2026-03-02"];

        public static async Task<Kept> Make(TestHost host, int number)
        {
            var me = await host.NewPerson();
            var (password, loggedOut) = ("a new password", await LogIn(host, me.Name, Person.Password));
            await loggedOut.PostAsync("/api/auth/logout", null).Is(HttpStatusCode.NoContent);
            await me.Client.PostAsJsonAsync("/api/auth/password", new { current_password = Person.Password, new_password = password }).Is(HttpStatusCode.NoContent);
            await me.Add(new { title = "Käse & \"Brot\" 🧀", description = string.Concat(Enumerable.Repeat("two pounds,\n\\N ", 600)), due_date = "2026-03-01", priority = "High", tags = "Home,shop" });
            await me.Add(new { title = "At nine", due_date = "2026-03-02T09:00", recursion_pattern = "every Monday", priority = "Low" });
            for (var i = 0; i < 20 + number; i++) await me.Add(new { title = $"Task {i}", completed = i % 3 == 0, tags = i % 2 == 0 ? "home" : null });
            var gone = (await me.Add(new { title = "Thrown away" })).Id();
            await me.Client.DeleteAsync($"{me.Tasks}/{gone}").Is(HttpStatusCode.NoContent);
            using var keyed = await me.Client.SendJson("POST", me.Tasks, KeyedTask, Key("before"));
            Assert.Equal(HttpStatusCode.Created, keyed.StatusCode);
            return new(me, password, loggedOut, gone, await keyed.Content.ReadAsStringAsync(), await Read(me, me.Client));
        }

        public async Task IsTheSameOn(TestHost host)
        {
            using var client = host.Client(Person.Token);
            Assert.Equal(Pages, await Read(Person, client));
            foreach (var (path, page) in Pages.Where(page => page.Value.ETag != ""))
                await client.Send("GET", Person.Tasks + path, null, ("If-None-Match", page.ETag)).Is(HttpStatusCode.NotModified);
            using var loggedOut = host.Client(LoggedOut.DefaultRequestHeaders.Authorization!.Parameter);
            await loggedOut.GetAsync(Person.Tasks).IsProblem(401);
        }

        public async Task GoesOnOn(TestHost host)
        {
            using var client = await LogIn(host, Person.Name, Password);
            using var stranger = host.Client();
            await stranger.PostAsJsonAsync("/api/auth/login", new { username = Person.Name, password = Person.Password }).IsProblem(401);

            using var keyed = await client.SendJson("POST", Person.Tasks, KeyedTask, Key("before"));
            Assert.Equal((HttpStatusCode.Created, "true"), (keyed.StatusCode, keyed.Header("Idempotency-Replayed")));
            Assert.Equal(Keyed, await keyed.Content.ReadAsStringAsync());
            await client.Send("PATCH", $"{Person.Tasks}/{Gone}/complete").IsProblem(404);
            await client.PostAsync($"{Person.Tasks}/{Gone}/restore", null).Is(HttpStatusCode.OK);
            var before = (await client.GetAsync(Person.Tasks + "?limit=500").Json()).Ids();
            var made = (await client.PostAsJsonAsync(Person.Tasks, new { title = "After" }).Json(HttpStatusCode.Created)).Id();
            Assert.True(made > before.Max());
            Assert.Equal(before.Length + 1, (await client.GetAsync(Person.Tasks + "?limit=500").Json()).GetArrayLength());
            Assert.True(await host.Scalar<bool>($"select task_count = (select count(*) from task where user_id = u.id) from \"user\" u where id = {Person.Id}"));
        }

        /// <summary>By the server, and by the database itself.</summary>
        public async Task IsApartFrom(Kept other, TestHost host)
        {
            using var client = host.Client(Person.Token);
            await client.GetAsync(other.Person.Tasks).IsProblem(403);
            var role = Role.NameFor(host.Database);
            Assert.Equal(role, await host.Scalar<string>("select string_agg(distinct role::regrole::text, ', ') from pg_policy, unnest(polroles) role"));
            await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await new NpgsqlCommand($"select set_config('role', '{role}', true), set_config('app.user_id', '{Person.Id}', true)", connection).ExecuteNonQueryAsync();
            Assert.Equal($"{Person.Id}", await new NpgsqlCommand("select string_agg(distinct user_id::text, ', ') from task", connection).ExecuteScalarAsync());
            Assert.Equal(0, await new NpgsqlCommand($"delete from task where user_id = {other.Person.Id}", connection).ExecuteNonQueryAsync());
        }

        static async Task<Dictionary<string, (string Text, string ETag)>> Read(Person person, HttpClient client)
        {
            var pages = new Dictionary<string, (string, string)>();
            foreach (var path in s_paths)
            {
                using var answer = await client.GetAsync(person.Tasks + path);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                pages[path] = (await answer.Content.ReadAsStringAsync(), answer.Header("ETag"));
            }
            return pages;
        }

        static async Task<HttpClient> LogIn(TestHost host, string username, string password)
        {
            using var client = host.Client();
            return host.Client((await client.PostAsJsonAsync("/api/auth/login", new { username, password }).Json()).Text("access_token"));
        }
    }
}

/// <summary>The commands of docs/deploy.md, with other names for the databases, in a folder of their own.</summary>
sealed class Backup(string programs) : IAsyncDisposable
{
    static readonly string[] s_blocks = Commands();

    readonly string folder = Directory.CreateTempSubdirectory("doneon-backup").FullName;

    public Task Dump(string url) => Run(url, s_blocks[0]);

    public async Task Restore(string url, string dumped, bool roleIsThere)
    {
        foreach (var command in s_blocks[1].Replace("neondb", dumped).Split('\n'))
        {
            var run = Run(url, command);
            if (roleIsThere && command.Contains("create role")) Assert.Contains("already exists", (await Assert.ThrowsAsync<DevException>(() => run)).Message);
            else await run;
        }
    }

    public Task Run(string url, string command) => Shell.Run(["sh", "-c", $"doneon() {{ dotnet exec '{typeof(Server).Assembly.Location}' \"$@\"; }}; {command}"], folder,
        new Dictionary<string, string>
        {
            ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
            ["DATABASE_URL"] = url,
            ["DATABASE_URL_UNPOOLED"] = url,
        });

    /// <summary>What stands between fences in the section on backups: how to make one, and how to restore it.</summary>
    static string[] Commands()
    {
        var page = File.ReadAllText(Checkout.In("docs", "deploy.md")).ReplaceLineEndings("\n");
        var section = page.Split("\n## ").Single(section => section.Contains("Backups\n"));
        string[] blocks = [.. section.Split("```\n").Where((_, i) => i % 2 == 1).Select(block => block.TrimEnd())];
        Assert.Equal(2, blocks.Length);
        return blocks;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
