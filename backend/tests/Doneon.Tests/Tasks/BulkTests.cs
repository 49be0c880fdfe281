using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

public class BulkTests
{
    [Fact]
    public async Task Many_tasks_are_completed_reopened_changed_deleted_and_restored()
    {
        var (me, ids) = await Three();
        var done = await Bulk(me, new { action = "complete", ids });
        Assert.All(done.GetProperty("tasks").EnumerateArray(), task => Assert.True(task.GetProperty("completed").GetBoolean()));
        Assert.Equal(ids, done.GetProperty("tasks").Ids().Order());
        Assert.Equal(3, (await me.Get(me.Tasks + "?completed=true")).GetArrayLength());

        await Bulk(me, new { action = "reopen", ids });
        Assert.Equal(0, (await me.Get(me.Tasks + "?completed=true")).GetArrayLength());

        await Bulk(me, new { action = "change", ids, changes = new { priority = "Low", due_date = "2026-09-09", tags = "x, y" } });
        Assert.All((await me.Get(me.Tasks)).EnumerateArray(), task =>
            Assert.Equal(("Low", "2026-09-09", "x,y"), (task.Text("priority"), task.Text("due_date"), task.Text("tags"))));
        await me.Client.SendJson("POST", me.Tasks + "/bulk", $$$"""{"action":"change","ids":[{{{ids[0]}}}],"changes":{"due_date":null}}""").Is(HttpStatusCode.OK);
        Assert.Null((await me.Get($"{me.Tasks}/{ids[0]}")).Text("due_date"));

        var gone = await Bulk(me, new { action = "delete", ids });
        Assert.All(gone.GetProperty("tasks").EnumerateArray(), task => Assert.NotNull(task.Text("deleted_at")));
        Assert.Equal((0, 3), ((await me.Get(me.Tasks)).GetArrayLength(), (await me.Get(me.Tasks + "?deleted=true")).GetArrayLength()));
        Assert.Equal(ids, (await Bulk(me, new { action = "complete", ids })).GetProperty("missing").EnumerateArray().Select(id => id.GetInt64()));

        await Bulk(me, new { action = "restore", ids });
        Assert.Equal(3, (await me.Get(me.Tasks)).GetArrayLength());
    }

    [Fact]
    public async Task Ids_of_others_are_missing_and_untouched()
    {
        var ((me, mine), (other, theirs)) = (await Three(), await Three());
        var before = (await other.Get(other.Tasks)).GetRawText();
        foreach (var action in (string[])["complete", "reopen", "delete", "restore"])
        {
            var answer = await Bulk(me, new { action, ids = (long[])[.. theirs, mine[0], 9223372036854775807] });
            Assert.Subset(new HashSet<long>(mine), new HashSet<long>(answer.GetProperty("tasks").Ids()));
            Assert.Superset(new HashSet<long>(theirs), new HashSet<long>(answer.GetProperty("missing").EnumerateArray().Select(id => id.GetInt64())));
        }
        Assert.Equal(before, (await other.Get(other.Tasks)).GetRawText());
    }

    [Fact]
    public async Task Five_hundred_are_taken_in_one_go_and_no_more()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await host.Execute($"insert into task (user_id, title) select {me.Id}, 'Task ' || n from generate_series(1, 500) n");
        var ids = (await me.Get(me.Tasks + "?limit=500")).Ids();
        var counter = await host.Scalar<long>($"select changes from \"user\" where id = {me.Id}");
        foreach (var action in (string[])["complete", "delete", "restore"])
            Assert.Equal(500, (await Bulk(me, new { action, ids })).GetProperty("tasks").GetArrayLength());
        Assert.Equal(counter + 3, await host.Scalar<long>($"select changes from \"user\" where id = {me.Id}"));
        await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "reopen", ids = (long[])[.. ids, 1] }).IsProblem(422, "ids");
        Assert.Equal(500, (await me.Get(me.Tasks + "?completed=true&limit=500")).GetArrayLength());
        Assert.Single((await Bulk(me, new { action = "reopen", ids = Enumerable.Repeat(ids[0], 500) })).GetProperty("tasks").EnumerateArray());
    }

    [Theory]
    [InlineData("{}", "action", "ids")]
    [InlineData("""{"action":"explode","ids":[1]}""", "action")]
    [InlineData("""{"action":"Delete","ids":[1]}""", "action")]
    [InlineData("""{"action":"0","ids":[1]}""", "action")]
    [InlineData("""{"action":null,"ids":null}""", "action", "ids")]
    [InlineData("""{"action":"delete","ids":[]}""", "ids")]
    [InlineData("""{"action":"delete","ids":5}""", "ids")]
    [InlineData("""{"action":"delete","ids":["1"]}""", "ids")]
    [InlineData("""{"action":"delete","ids":[1.5]}""", "ids")]
    [InlineData("""{"action":"delete","ids":[0]}""", "ids")]
    [InlineData("""{"action":"delete","ids":[-1]}""", "ids")]
    [InlineData("""{"action":"delete","ids":[1,null]}""", "ids")]
    [InlineData("""{"action":"delete","ids":[9223372036854775808]}""", "ids")]
    [InlineData("""{"action":"delete","ids":[1],"changes":{"title":"a"}}""", "changes")]
    [InlineData("""{"action":"change","ids":[1]}""", "changes")]
    [InlineData("""{"action":"change","ids":[1],"changes":null}""", "changes")]
    [InlineData("""{"action":"change","ids":[1],"changes":[]}""", "changes")]
    [InlineData("""{"action":"change","ids":[1],"changes":{"colour":1,"title":""}}""", "changes.colour", "changes.title")]
    [InlineData("""{"action":"delete","ids":[1],"force":true}""", "force")]
    [InlineData("""{"action":"change","ids":[1],"changes":{"tags":"a","add_tags":"b"}}""", "changes.add_tags")]
    [InlineData("""{"action":"change","ids":[1],"changes":{"tags":null,"remove_tags":"b"}}""", "changes.remove_tags")]
    [InlineData("""{"action":"change","ids":[1],"changes":{"add_tags":null,"remove_tags":5}}""", "changes.add_tags", "changes.remove_tags")]
    [InlineData("""{"action":"change","ids":[1],"changes":{"add_tags":"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21"}}""", "changes.add_tags")]
    [InlineData("""{"action":"change","ids":[1],"changes":{"add_tags":"a\nb","remove_tags":"123456789012345678901234567890123456789012345678901"}}""", "changes.add_tags", "changes.remove_tags")]
    [InlineData("""{"action":"complete","ids":[1],"changes":{"add_tags":"a"}}""", "changes")]
    public async Task What_is_wrong_is_named(string body, params string[] fields)
    {
        var me = await TaskTests.Nobody.Value;
        await me.Client.SendJson("POST", me.Tasks + "/bulk", body).IsProblem(422, fields);
    }

    [Theory]
    [InlineData("Home, work", "x,home", "", "Home,work,x")]
    [InlineData("Home,work", "", "HOME", "work")]
    [InlineData("Home,work", "home", "Home", "work,home")]
    [InlineData("Home", "", "home, other", null)]
    [InlineData(null, " b ,a,, B", "", "b,a")]
    [InlineData(null, "", "a", null)]
    [InlineData("a,b", "", "", "a,b")]
    [InlineData("Äpfel", "äpfel,x", "X", "Äpfel,x")]
    public async Task Tags_come_and_go_beside_those_that_a_task_has(string? tags, string add, string remove, string? then)
    {
        var me = await TaskTests.Nobody.Value;
        var task = await me.Add(new { title = "Tagged", tags, priority = "High" });
        var answer = await Bulk(me, new { action = "change", ids = (long[])[task.Id()], changes = new { add_tags = add, remove_tags = remove, completed = true } });
        var changed = answer.GetProperty("tasks")[0];
        Assert.Equal((then, "High", true), (changed.Text("tags"), changed.Text("priority"), changed.GetProperty("completed").GetBoolean()));
        Assert.Equal(changed.GetRawText(), (await me.Get($"{me.Tasks}/{task.Id()}")).GetRawText());
    }

    [Fact]
    public async Task Each_task_keeps_its_own_tags_when_all_get_one_more()
    {
        var (me, ids) = await Three();
        foreach (var id in ids) await me.Client.SendJson("PATCH", $"{me.Tasks}/{id}", $$"""{"tags":"own{{id}}"}""").Is(HttpStatusCode.OK);
        await Bulk(me, new { action = "change", ids, changes = new { add_tags = "all" } });
        Assert.Equal(ids.Select(id => $"own{id},all").Order(), (await me.Get(me.Tasks + "?tag=all")).Texts("tags").Order());
    }

    [Fact]
    public async Task A_tag_too_many_on_one_task_changes_none()
    {
        var (me, ids) = await Three();
        var full = string.Join(',', Enumerable.Range(1, 20));
        await me.Client.SendJson("PATCH", $"{me.Tasks}/{ids[1]}", $$"""{"tags":"{{full}}"}""").Is(HttpStatusCode.OK);
        var before = (await me.Get(me.Tasks)).GetRawText();
        var problem = await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "change", ids, changes = new { add_tags = "more", title = "New" } }).IsProblem(422, "changes.add_tags");
        Assert.Contains("more than 20 tags", problem.Text("detail"));
        Assert.Equal(before, (await me.Get(me.Tasks)).GetRawText());
        await Bulk(me, new { action = "change", ids, changes = new { add_tags = "more", remove_tags = "1" } });
        Assert.Equal(3, (await me.Get(me.Tasks + "?tag=more")).GetArrayLength());
    }

    [Fact]
    public async Task A_task_that_was_adopted_with_too_many_tags_may_lose_some()
    {
        var (me, ids) = await Three();
        await (await TestHost.Shared).Execute($"update task set tags = (select string_agg('t' || n, ' , ') from generate_series(1, 30) n) where id = {ids[0]}");
        await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "change", ids, changes = new { add_tags = "x" } }).IsProblem(422, "changes.add_tags");
        await Bulk(me, new { action = "change", ids, changes = new { remove_tags = "T1,t2" } });
        Assert.Equal(string.Join(',', Enumerable.Range(3, 28).Select(n => $"t{n}")), (await me.Get($"{me.Tasks}/{ids[0]}")).Text("tags"));
    }

    [Theory]
    [InlineData("PATCH"), InlineData("PUT")]
    public async Task Only_many_tasks_at_once_take_tags_that_come_and_go(string method)
    {
        var me = await TaskTests.Nobody.Value;
        var task = await me.Add(new { title = "a", tags = "b" });
        await me.Client.SendJson(method, $"{me.Tasks}/{task.Id()}", """{"title":"a","add_tags":"c","remove_tags":"b"}""").IsProblem(422, "add_tags", "remove_tags");
    }

    [Fact]
    public async Task Bulk_and_single_writes_from_many_sessions_never_wait_in_a_circle()
    {
        var (me, ids) = await Three();
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 4) switch
        {
            0 => me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "complete", ids }),
            1 => me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "reopen", ids = ids.Reverse() }),
            2 => me.Client.PatchAsync($"{me.Tasks}/{ids[i % 3]}/complete", null),
            _ => me.Client.PostAsJsonAsync(me.Tasks, new { title = "More" }),
        }));
        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}"));
    }

    static Task<JsonElement> Bulk(Person me, object change) => me.Client.PostAsJsonAsync(me.Tasks + "/bulk", change).Json();

    static async Task<(Person Me, long[] Ids)> Three()
    {
        var me = await (await TestHost.Shared).NewPerson();
        for (var i = 0; i < 3; i++) await me.Add(new { title = $"Task {i}" });
        return (me, [.. (await me.Get(me.Tasks)).Ids().Order()]);
    }
}
