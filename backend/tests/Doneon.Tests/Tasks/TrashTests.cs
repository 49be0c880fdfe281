using System.Net;
using System.Net.Http.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

public class TrashTests
{
    [Fact]
    public async Task A_deleted_task_can_be_taken_back()
    {
        var (me, path) = await Deleted();
        foreach (var method in (string[])["GET", "DELETE"]) await me.Client.Send(method, path).IsProblem(404);
        await me.Client.PatchAsJsonAsync(path, new { title = "x" }).IsProblem(404);
        await me.Client.PatchAsync(path + "/complete", null).IsProblem(404);
        var back = await me.Client.PostAsync(path + "/restore", null).Json();
        Assert.False(back.TryGetProperty("deleted_at", out _));
        Assert.Equal("Old", (await me.Get(path)).Text("title"));
        // Twice is as good as once.
        await me.Client.PostAsync(path + "/restore", null).Is(HttpStatusCode.OK);
        Assert.Equal(0, (await me.Get(me.Tasks + "?deleted=true")).GetArrayLength());
    }

    [Fact]
    public async Task After_30_days_a_task_is_gone_for_good()
    {
        var host = await TestHost.Shared;
        var (me, path) = await Deleted();
        await Age(host, me, "29 days 23 hours");
        Assert.Equal(1, (await me.Get(me.Tasks + "?deleted=true")).GetArrayLength());
        await Age(host, me, "30 days 1 second");
        Assert.Equal(0, (await me.Get(me.Tasks + "?deleted=true")).GetArrayLength());
        await me.Client.PostAsync(path + "/restore", null).IsProblem(404);
        var bulk = await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "restore", ids = (long[])[long.Parse(path.Split('/')[^1])] }).Json();
        Assert.Equal(1, bulk.GetProperty("missing").GetArrayLength());
        Assert.Equal(0, (await me.Get(me.Tasks + "/summary")).GetProperty("views").GetProperty("deleted").GetInt64());
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Whoever_deletes_empties_old_trash_of_anybody(bool bulk)
    {
        await using var host = await TestHost.Start();
        var (other, _) = await Deleted(host);
        await Age(host, other, "31 days");
        var me = await host.NewPerson();
        var task = await me.Add(new { title = "New" });
        if (bulk) await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "delete", ids = (long[])[task.Id()] }).Is(HttpStatusCode.OK);
        else await me.Client.DeleteAsync($"{me.Tasks}/{task.Id()}").Is(HttpStatusCode.NoContent);
        Assert.Equal((0L, 0L), (await host.Scalar<long>($"select count(*) from task where user_id = {other.Id}"), await host.Scalar<long>($"select task_count from \"user\" where id = {other.Id}")));
        Assert.Equal(1L, await host.Scalar<long>($"select count(*) from task where user_id = {me.Id}"));
    }

    [Fact]
    public async Task A_full_account_gives_up_its_trash_before_it_refuses()
    {
        await using var host = await TestHost.Start(new() { ["MAX_TASKS_PER_USER"] = "5" });
        var me = await host.NewPerson();
        for (var i = 0; i < 5; i++) await me.Add(new { title = $"Task {i}" });
        var problem = await me.Client.PostAsJsonAsync(me.Tasks, new { title = "One too many" }).IsProblem(409);
        Assert.Contains("5 tasks", problem.Text("detail"));

        var ids = (await me.Get(me.Tasks)).Ids();
        await me.Client.DeleteAsync($"{me.Tasks}/{ids[0]}").Is(HttpStatusCode.NoContent);
        await me.Add(new { title = "In its place" });
        Assert.Equal((5, 0), ((await me.Get(me.Tasks)).GetArrayLength(), (await me.Get(me.Tasks + "?deleted=true")).GetArrayLength()));
        await me.Client.PostAsJsonAsync(me.Tasks, new { title = "One too many" }).IsProblem(409);
    }

    [Fact]
    public async Task Even_many_at_once_do_not_overfill_an_account()
    {
        await using var host = await TestHost.Start(new() { ["MAX_TASKS_PER_USER"] = "10" });
        var me = await host.NewPerson();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => me.Client.PostAsJsonAsync(me.Tasks, new { title = $"Task {i}" })));
        Assert.Equal(10, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(30, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task The_summary_counts_views_priorities_and_tags()
    {
        var (me, _) = await Deleted();
        await me.Add(new { title = "a", due_date = "2026-05-09", priority = "High", tags = "Home,b" });
        await me.Add(new { title = "b", due_date = "2026-05-10", tags = "home" });
        await me.Add(new { title = "c", due_date = "2026-05-10T23:59:59", tags = "HOME,ä" });
        await me.Add(new { title = "d", due_date = "2026-05-11", priority = "Low", tags = "Ä" });
        await me.Add(new { title = "e" });
        await me.Add(new { title = "f", completed = true, tags = "home,done", due_date = "2026-05-01", priority = "High" });
        var summary = await me.Get(me.Tasks + "/summary?today=2026-05-10");
        Assert.Equal("""{"open":5,"overdue":1,"today":2,"upcoming":1,"no_date":1,"completed":1,"deleted":1}""", summary.GetProperty("views").GetRawText());
        Assert.Equal("""{"High":1,"Medium":3,"Low":1}""", summary.GetProperty("priorities").GetRawText());
        Assert.Equal([("home", 3L), ("ä", 2L), ("b", 1L)], summary.GetProperty("tags").EnumerateArray().Select(tag => (tag.Text("tag")!.ToLowerInvariant(), tag.GetProperty("count").GetInt64())));
        Assert.Equal("2026-05-10", summary.Text("today"));
        Assert.Equal(DateTime.UtcNow.ToString("yyyy-MM-dd"), (await me.Get(me.Tasks + "/summary")).Text("today"));
        foreach (var today in (string[])["", "x", "2026-02-30", "2026-05-10T09:00", "%00"]) await me.Client.GetAsync($"{me.Tasks}/summary?today={today}").IsProblem(422, "today");
        await me.Client.GetAsync($"{me.Tasks}/summary?today=2026-05-10&tomorrow=1").IsProblem(422, "tomorrow");
    }

    static Task<int> Age(TestHost host, Person me, string age) => host.Execute($"update task set deleted_at = now() - interval '{age}' where user_id = {me.Id}");

    static async Task<(Person Me, string Path)> Deleted(TestHost? host = null)
    {
        var me = await (host ?? await TestHost.Shared).NewPerson();
        var path = $"{me.Tasks}/{(await me.Add(new { title = "Old" })).Id()}";
        await me.Client.DeleteAsync(path).Is(HttpStatusCode.NoContent);
        return (me, path);
    }
}
