using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Npgsql;

namespace Doneon.Tests.Database;

[Collection(nameof(ManyTasks))]
public class PlanTests(ManyTasks many)
{
    /// <summary>Every list that the API can be asked for, in its plain forms and together with the others.</summary>
    static IEnumerable<string> Lists()
    {
        string[] sorts = ["relevance", "newest", "oldest", "due_date", "priority", "title"];
        string[] filters =
        [
            "", "&completed=false", "&completed=true", "&priority=High&completed=false", "&tag=tag45", "&tag=home&completed=false",
            "&due_before=2026-02-01&completed=false", "&due_after=2027-06-01", "&q=about+c4ca", "&q=nowheretobefound", "&q=tag45&tag=tag45&priority=Low", "&q=home", "&q=abot", "&q=bou", "&q=-about", "&q=%22about+c4%22",
            "&q=about+is:open+priority:high", "&q=tag:tag45+due%3E2026-06-01", "&q=due%3C2026-02-01+-is:done",
        ];
        foreach (var sort in sorts)
            foreach (var filter in filters) yield return $"?sort={sort}&limit=50{filter}";
        yield return "?deleted=true&limit=50";
        yield return "?deleted=true&q=about";
    }

    [Fact]
    public async Task Every_list_of_a_person_with_many_tasks_is_read_from_an_index()
    {
        using var client = many.Watched.Client(many.Person.Token);
        var slowest = (Time: TimeSpan.Zero, List: "");
        var lists = Lists().ToList();
        var plans = await many.PlansOf(async () =>
        {
            foreach (var list in lists)
            {
                // Twice more after the first page: prepared, and perhaps with a generic plan.
                var next = many.Person.Tasks + list;
                for (var page = 0; page < 3 && next is not null; page++)
                {
                    var clock = Stopwatch.StartNew();
                    using var answer = await client.GetAsync(next);
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    if (clock.Elapsed > slowest.Time) slowest = (clock.Elapsed, next);
                    next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0][1..] : null;
                }
            }
        });
        var reading = plans.Where(plan => plan.Statement.Contains("my_task", StringComparison.Ordinal)).ToList();
        Assert.True(reading.Count >= lists.Count, $"{reading.Count} plans");
        Assert.All(reading, plan => Assert.True(plan.Nodes.Any(node => node.Index?.StartsWith("task_", StringComparison.Ordinal) == true), plan.Text));
        PlanRules.Hold(plans);
        // Words are looked up in indexes of their own, whatever the order asked for.
        IsLookedUp(reading, "my_searched", "searched_by_word");
        // What a word may be a part of, and what it may be written like.
        IsLookedUp(plans, "from my_word where word like '%'", "word_by_part");
        Assert.True(slowest.Time < TimeSpan.FromSeconds(1), $"{slowest}");
    }

    static void IsLookedUp(List<LoggedPlan> plans, string statement, string index)
    {
        var lookUps = plans.Where(plan => plan.Statement.Contains(statement, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lookUps);
        Assert.All(lookUps, plan => Assert.True(plan.Nodes.Any(node => node.Type == "Bitmap Index Scan" && node.Index == index), plan.Text));
    }

    [Fact]
    public async Task An_account_with_many_tasks_is_deleted_fast_and_from_an_index()
    {
        var host = many.Host;
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        // What the foreign key's cascade runs, as the tables' owner.
        await using var explain = source.CreateCommand("explain (costs off) delete from only task where 1::bigint = user_id");
        var plan = new List<string>();
        await using (var lines = await explain.ExecuteReaderAsync())
            while (await lines.ReadAsync()) plan.Add(lines.GetString(0).Trim());
        // All of a person's tasks are in both, and to the planner they are as good as each other.
        Assert.Contains(plan, line => line.Contains("task_by_user", StringComparison.Ordinal) || line.Contains("task_by_uid", StringComparison.Ordinal));
        Assert.Contains("Index Cond: (user_id = '1'::bigint)", plan);
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal));
        var leaving = await host.NewPerson();
        await host.Execute($"insert into task (user_id, title) select {leaving.Id}, i::text from generate_series(1, 20000) i");
        var clock = Stopwatch.StartNew();
        using var end = new HttpRequestMessage(HttpMethod.Delete, "/api/auth/me") { Content = JsonContent.Create(new { password = Person.Password }) };
        using var ended = await leaving.Client.SendAsync(end);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal(0, await host.Scalar<long>($"select count(*) from task where user_id = {leaving.Id}"));
    }
}
