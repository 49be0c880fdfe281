using System.Net.Http.Json;
using Doneon.Dev;
using Doneon.Tasks;
using Doneon.Tests.Database;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

/// <summary>Lists that are answered from memory: the same bytes, and never older than the database.</summary>
public class KeptListTests
{
    [Fact]
    public async Task A_list_from_memory_is_what_another_server_reads_from_the_database_whoever_wrote_to_it()
    {
        var host = await TestHost.Shared;
        await using var writing = await TestHost.Start(database: host.Database);
        var me = await host.NewPerson();
        using var there = writing.Client(me.Token);
        var id = (await me.Add(new { title = "One" })).Id();
        string[] queries = ["", "?limit=2", "?sort=title&completed=false", "?q=one", "?tag=home"];
        Func<Task>[] writes =
        [
            () => me.Add(new { title = "Two", tags = "home" }), () => me.Add(new { title = "Three" }),
            () => there.PatchAsJsonAsync($"{me.Tasks}/{id}", new { tags = "home" }), () => there.PatchAsync($"{me.Tasks}/{id}/complete", null),
            () => host.Execute($"update task set title = title || ', one' where user_id = {me.Id}"), () => me.Client.DeleteAsync($"{me.Tasks}/{id}"),
            () => host.Execute($"delete from task where user_id = {me.Id}"), () => host.Execute($"insert into task (user_id, title) values ({me.Id}, 'Past the server')"),
        ];
        foreach (var write in writes)
        {
            foreach (var query in queries) await Sent(there, me.Tasks + query);
            await write();
            // Asked after each write, these have kept the lists of before it; the third has not been asked yet.
            await using var fresh = await TestHost.Start(database: host.Database);
            using var asking = fresh.Client(me.Token);
            foreach (var query in queries)
            {
                var read = await Sent(asking, me.Tasks + query);
                Assert.Equal(read, await Sent(me.Client, me.Tasks + query));
                Assert.Equal(read, await Sent(me.Client, me.Tasks + query));
                Assert.Equal(read, await Sent(there, me.Tasks + query));
            }
        }
    }

    static async Task<(string Body, string ETag, string Link)> Sent(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return (await answer.Content.ReadAsStringAsync(), answer.Header("ETag"), answer.Header("Link"));
    }

    [Theory]
    [InlineData("plain", null), InlineData("quotes \" and \\ and </script>", ""), InlineData("Über 水 🐟 \u200f\u2028", "two\nlines")]
    public async Task A_row_is_written_as_a_task_is(string title, string? description)
    {
        var me = await (await TestHost.Shared).NewPerson();
        foreach (var due in (string?[])[null, "2026-03-01T09:00"])
        {
            using var added = await me.Client.PostAsJsonAsync(me.Tasks, new { title, description, due_date = due, tags = due is null ? null : "home,ä", recursion_pattern = due is null ? null : "daily", catch_up = due is not null });
            var task = await added.Content.ReadAsStringAsync();
            using var one = await me.Client.GetAsync(added.Headers.Location);
            Assert.Equal((task, added.Header("ETag"), added.Content.Headers.ContentType), (await one.Content.ReadAsStringAsync(), one.Header("ETag"), one.Content.Headers.ContentType));
            Assert.Equal($"[{task}]", await me.Client.GetStringAsync(me.Tasks));
            await me.Client.DeleteAsync(added.Headers.Location);
            Assert.Contains("\"deleted_at\":\"", await me.Client.GetStringAsync(me.Tasks + "?deleted=true"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_of_long_texts_is_whole()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var text = new string('ß', 90_000);
        await host.Execute($"insert into task (user_id, title, description) select {me.Id}, i::text, repeat('ß', 90000) from generate_series(1, 12) i");
        for (var i = 0; i < 2; i++)
            foreach (var task in (await me.Get(me.Tasks)).EnumerateArray()) Assert.Equal(text, task.Text("description"));
        // Of tasks like these a page holds 4 MB, and a link leads on.
        await host.Execute($"insert into task (user_id, title, description) select {me.Id}, i::text, repeat('ß', 90000) from generate_series(13, 60) i");
        var (ids, next, pages) = (new List<long>(), me.Tasks + "?sort=oldest", 0);
        while (next is not null)
        {
            using var answer = await me.Client.GetAsync(next);
            ids.AddRange((await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).Ids());
            next = answer.Header("Link") is { Length: > 0 } link ? link.Split('>')[0][1..] : null;
            pages++;
        }
        Assert.Equal((60, 60, 3), (ids.Count, ids.Distinct().Count(), pages));
    }

    [Fact]
    public async Task After_a_restore_the_same_number_of_changes_does_not_stand_for_the_same_tasks()
    {
        await using var server = await PostgresServer.Start(new() { Settings = new Dictionary<string, string> { ["fsync"] = "off" } });
        await using var host = await TestHost.Start(server: server);
        var me = await host.NewPerson();
        await me.Add(new { title = "Before" });
        var before = await Sent(me.Client, me.Tasks);
        // As a point in time from which somebody has gone on by as many changes.
        await server.Superuser(host.Database).Run("set session_replication_role = replica; update task set title = 'After'");
        Assert.Equal(before, await Sent(me.Client, me.Tasks));
        await server.Restart();
        using var again = await me.Client.Send("GET", me.Tasks, null, ("If-None-Match", before.ETag));
        Assert.Contains("After", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Kept_are_as_many_as_fit_and_what_is_used_stays()
    {
        var lists = new KeptLists(size: 100_000);
        for (var user = 1; user <= 200; user++)
        {
            Keep(lists, user, user);
            // Person 1 asks all the time.
            Assert.Equal((byte)1, Found(lists, 1));
        }
        var kept = Enumerable.Range(1, 200).Where(user => lists.Find(new(user, "/", "")) is not null).ToList();
        Assert.Equal(1, kept[0]);
        Assert.InRange(kept.Count, 40, 70);
        Assert.Equal(200, kept[^1]);
        // Each is whole, whatever was written over before. To look at old ones makes them new, and others go.
        foreach (var user in kept) Assert.True(Found(lists, user) is not { } content || content == (byte)user);
        var before = lists.Find(new(200, "/", ""))!;
        Keep(lists, 200, 7);
        Assert.Null(lists.Copy(before));
        Assert.Equal((byte)7, Found(lists, 200));
        lists.Keep(new(new(300, "/", ""), null!, "", null), new byte[2000]);
        Assert.Null(Found(lists, 300));
    }

    static void Keep(KeptLists lists, int user, int content) =>
        lists.Keep(new(new(user, "/", ""), null!, "", null), Enumerable.Repeat((byte)content, 300 + user).ToArray());

    /// <summary>The one byte that its content is made of; null when it is not kept.</summary>
    static byte? Found(KeptLists lists, int user)
    {
        if (lists.Find(new(user, "/", "")) is not { } list) return null;
        using var json = lists.Copy(list)!;
        return Assert.Single(json.Written.ToArray().Distinct());
    }
}
