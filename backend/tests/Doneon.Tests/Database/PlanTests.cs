using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>A person with 20,000 tasks among fifty people, on a server that logs the plan of every statement it runs.</summary>
public sealed class ManyTasks : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;
    public Person Person { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await TestHost.Start();
        Person = await Host.NewPerson();
        await Host.Execute($"""
            insert into "user" (username, email, hashed_password) select 'u' || i, 'u' || i || '@example.org', 'x' from generate_series(1, 49) i;
            insert into task (user_id, title, description, due_date, priority, tags, completed, created_at, deleted_at)
            select u.id, md5(u.id || ':' || i), case when i % 3 = 0 then 'about ' || md5(i::text) end,
                case when i % 2 = 0 then to_char(date '2026-01-01' + i % 700, 'YYYY-MM-DD') end,
                (array['High', 'Medium', 'Low'])[1 + i % 3]::priority_enum, case when i % 5 = 0 then 'tag' || i % 400 || ',home' end, i % 4 = 0,
                now() - i * interval '1 minute', case when i % 50 = 1 then now() - i % 29 * interval '1 day' end
            from "user" u, generate_series(1, case u.id when {Person.Id} then 20000 else 600 end) i
            """);
        await Host.Execute("vacuum analyze task");
        await Host.Execute("vacuum analyze \"user\"");
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

public partial class PlanTests(ManyTasks many) : IClassFixture<ManyTasks>
{
    /// <summary>Every list that the API can be asked for, in its plain forms and together with the others.</summary>
    static IEnumerable<string> Lists()
    {
        string[] sorts = ["newest", "oldest", "due_date", "priority", "title"];
        string[] filters =
        [
            "", "&completed=false", "&completed=true", "&priority=High&completed=false", "&tag=tag45", "&tag=home&completed=false",
            "&due_before=2026-02-01&completed=false", "&due_after=2027-06-01", "&q=about+c4ca", "&q=nowheretobefound", "&q=tag45&tag=tag45&priority=Low",
        ];
        foreach (var sort in sorts)
            foreach (var filter in filters) yield return $"?sort={sort}&limit=50{filter}";
        yield return "?deleted=true&limit=50";
        yield return "?deleted=true&q=about";
    }

    [Fact]
    public async Task Every_list_of_a_person_with_many_tasks_is_read_from_an_index()
    {
        var (host, person) = (many.Host, many.Person);
        await host.Server.Superuser(host.Database).Run($"alter role doneon in database \"{host.Database}\" set session_preload_libraries = 'auto_explain'");
        await host.Server.Superuser(host.Database).Run($"alter role doneon in database \"{host.Database}\" set auto_explain.log_min_duration = 0");
        await host.Server.Superuser(host.Database).Run($"alter role doneon in database \"{host.Database}\" set auto_explain.log_analyze = on");
        // A server of its own, so that its sessions begin with these settings.
        await using var watched = await TestHost.Start(server: host.Server, database: host.Database);
        using var client = watched.Client(person.Token);
        var start = new FileInfo(host.Server.LogFile).Length;
        var slowest = (Time: TimeSpan.Zero, List: "");
        var lists = Lists().ToList();
        foreach (var list in lists)
        {
            // Twice more after the first page: prepared, and perhaps with a generic plan.
            var next = person.Tasks + list;
            for (var page = 0; page < 3 && next is not null; page++)
            {
                var clock = Stopwatch.StartNew();
                using var answer = await client.GetAsync(next);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                if (clock.Elapsed > slowest.Time) slowest = (clock.Elapsed, next);
                next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0][1..] : null;
            }
        }
        var plans = await Plans(host.Server.LogFile, start);
        Assert.True(plans.Count >= lists.Count, $"{plans.Count} plans");
        Assert.All(plans, plan => Assert.False(plan.Contains("Seq Scan on task", StringComparison.Ordinal), plan));
        Assert.All(plans, plan => Assert.True(Index().IsMatch(plan), plan));
        // Words are looked up in an index of their own, whatever the order asked for.
        var lookUps = plans.Where(plan => plan.Contains("search_text like", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lookUps);
        Assert.All(lookUps, plan => Assert.True(LookUp().IsMatch(plan), plan));
        Assert.True(slowest.Time < TimeSpan.FromSeconds(1), $"{slowest}");
    }

    [Fact]
    public async Task An_account_with_many_tasks_is_deleted_fast_and_from_an_index()
    {
        var host = many.Host;
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        // What the foreign key's cascade runs, as the tables' owner.
        await using var explain = source.CreateCommand("explain (format json) delete from only task where 1::bigint = user_id");
        Assert.Contains("task_by_user", (string)(await explain.ExecuteScalarAsync())!, StringComparison.Ordinal);
        var leaving = await host.NewPerson();
        await host.Execute($"insert into task (user_id, title) select {leaving.Id}, i::text from generate_series(1, 20000) i");
        var clock = Stopwatch.StartNew();
        using var end = new HttpRequestMessage(HttpMethod.Delete, "/api/auth/me") { Content = JsonContent.Create(new { password = Person.Password }) };
        using var ended = await leaving.Client.SendAsync(end);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal(0, await host.Scalar<long>($"select count(*) from task where user_id = {leaving.Id}"));
    }

    /// <summary>The plans of list statements that the server has logged since then.</summary>
    static async Task<List<string>> Plans(string log, long start)
    {
        await using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = start;
        using var reader = new StreamReader(file);
        // An entry begins with its time; its other lines begin with a tab.
        return [.. Entry().Split(await reader.ReadToEndAsync()).Where(entry => entry.Contains("plan:", StringComparison.Ordinal) && entry.Contains("my_task", StringComparison.Ordinal))];
    }

    [GeneratedRegex(@"Bitmap Index Scan on task_by_(text|tag)")]
    private static partial Regex LookUp();

    [GeneratedRegex(@"^(?=\d{4}-\d\d-\d\d )", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"(Index|Index Only|Bitmap Index) Scan .*\btask_\w+")]
    private static partial Regex Index();
}
