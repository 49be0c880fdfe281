using System.Net;
using System.Net.Http.Json;
using Doneon.Database;
using Doneon.Tests.Http;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>An account with a bit of everything, and what it was told before the backup.</summary>
sealed record KeptAccount(Person Person, string Password, HttpClient LoggedOut, long Gone, string Keyed, Dictionary<string, (string Text, string ETag)> Pages)
{
    static readonly (string, string) s_key = ("Idempotency-Key", "before");

    const string KeyedTask = """{"title":"Made under a name","tags":"kept"}""";

    static readonly string[] s_paths = ["?limit=500", "?limit=500&sort=due_date", "?q=pounds&tag=home", "?completed=true", "?deleted=true", "/summary?today=2026-03-02"];

    public static async Task<KeptAccount> Make(TestHost host, int number)
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
        using var keyed = await me.Client.SendJson("POST", me.Tasks, KeyedTask, s_key);
        Assert.Equal(HttpStatusCode.Created, keyed.StatusCode);
        return new(me, password, loggedOut, gone, await keyed.Content.ReadAsStringAsync(), await Read(me, me.Client));
    }

    public async Task IsTheSameOn(TestHost host)
    {
        using var client = host.Client(Person.Token);
        var pages = await Read(Person, client);
        Assert.Equal(Counted(Pages), Counted(pages));
        // From here on the counter counts other changes than it would have counted there: what was known there is asked for again.
        foreach (var (path, page) in Pages.Where(page => page.Value.ETag != ""))
        {
            await client.Send("GET", Person.Tasks + path, null, ("If-None-Match", page.ETag)).Is(HttpStatusCode.OK);
            await client.Send("GET", Person.Tasks + path, null, ("If-None-Match", pages[path].ETag)).Is(HttpStatusCode.NotModified);
        }
        using var loggedOut = host.Client(LoggedOut.DefaultRequestHeaders.Authorization!.Parameter);
        await loggedOut.GetAsync(Person.Tasks).IsProblem(401);
    }

    public async Task GoesOnOn(TestHost host)
    {
        using var client = await LogIn(host, Person.Name, Password);
        using var stranger = host.Client();
        await stranger.PostAsJsonAsync("/api/auth/login", new { username = Person.Name, password = Person.Password }).IsProblem(401);

        using var keyed = await client.SendJson("POST", Person.Tasks, KeyedTask, s_key);
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
    public async Task IsApartFrom(KeptAccount other, TestHost host)
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

    /// <summary>The texts, and of each tag the counter.</summary>
    static Dictionary<string, (string Text, string Counter)> Counted(Dictionary<string, (string Text, string ETag)> pages) =>
        pages.ToDictionary(page => page.Key, page => (page.Value.Text, page.Value.ETag.Split('.')[0]));

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
