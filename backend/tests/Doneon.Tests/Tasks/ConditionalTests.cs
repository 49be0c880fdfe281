using System.Net;
using System.Net.Http.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

/// <summary>ETags: what somebody has read, and whether it still is so.</summary>
public class ConditionalTests
{
    [Theory]
    [InlineData("PUT", ""), InlineData("PATCH", ""), InlineData("DELETE", ""), InlineData("PATCH", "/complete")]
    public async Task A_write_that_names_an_older_state_is_refused_and_a_missing_task_is_not_found(string method, string rest)
    {
        var (me, path, etag) = await One();
        using var changed = await me.Client.PatchAsJsonAsync(path, new { title = "Changed meanwhile" });
        var body = method == "DELETE" ? null : rest == "" ? """{"title":"Mine"}""" : """{"completed":true}""";
        Task<HttpResponseMessage> Write(string to, string match) =>
            body is null ? me.Client.Send(method, to + rest, null, ("If-Match", match)) : me.Client.SendJson(method, to + rest, body, ("If-Match", match));

        foreach (var stale in (string[])[etag, "\"0\"", "\"nonsense\"", "W/" + changed.Header("ETag"), "nonsense", "\"-1\"", "\"99999999999999999999\"", string.Join(",", Enumerable.Repeat("\"1\"", 150))])
            await Write(path, stale).IsProblem(412);
        Assert.Equal("Changed meanwhile", (await me.Get(path)).Text("title"));
        foreach (var any in (string[])["*", etag, "\"5\""]) await Write($"{me.Tasks}/0", any).IsProblem(404);
        await Write(path, $"\"0\", {changed.Header("ETag")}").Is(method == "DELETE" ? HttpStatusCode.NoContent : HttpStatusCode.OK);
        if (method == "DELETE") await Write(path, "*").IsProblem(404);
        else await Write(path, "*").Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_many_who_write_on_the_same_state_one_wins()
    {
        var (me, path, etag) = await One();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => me.Client.SendJson("PATCH", path, $$"""{"title":"Writer {{i}}"}""", ("If-Match", etag))));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(11, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task A_task_that_is_known_is_not_sent_again()
    {
        var (me, path, etag) = await One();
        foreach (var known in (string[])[etag, "W/" + etag, $"\"0\", {etag}", "*"])
        {
            using var answer = await me.Client.Send("GET", path, null, ("If-None-Match", known));
            Assert.Equal((HttpStatusCode.NotModified, etag), (answer.StatusCode, answer.Header("ETag")));
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
            answer.HasSecurityHeaders();
        }
        foreach (var unknown in (string[])["\"0\"", "nonsense", ""]) await me.Client.Send("GET", path, null, ("If-None-Match", unknown)).Is(HttpStatusCode.OK);
        await me.Client.PatchAsync(path + "/complete", null).Is(HttpStatusCode.OK);
        await me.Client.Send("GET", path, null, ("If-None-Match", etag)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_list_that_is_known_is_not_sent_again_until_anybody_writes_to_it()
    {
        var host = await TestHost.Shared;
        var (me, path, _) = await One();
        var neighbour = await host.NewPerson();
        foreach (var query in (string[])["", "?q=one", "?sort=title&completed=false", "?tag=nothing"])
        {
            var etag = await ETagOf(me, query);
            await Known(me, query, etag, HttpStatusCode.NotModified);
            await Known(me, query, "W/" + etag, HttpStatusCode.NotModified);
            await Known(me, query, $"\"x\", {etag}", HttpStatusCode.NotModified);
            await neighbour.Add(new { title = "Elsewhere" });
            await host.Execute($"update task set title = title || '.' where user_id = {neighbour.Id}");
            await Known(me, query, etag, HttpStatusCode.NotModified);
        }
        Assert.NotEqual(await ETagOf(me, ""), await ETagOf(me, "?q=one"));
        await Known(me, "?q=one", await ETagOf(me, ""), HttpStatusCode.OK);

        using var other = host.Client((await Login(host, me)).Text("access_token"));
        Func<Task>[] writes =
        [
            () => me.Add(new { title = "Two" }),
            () => other.PatchAsJsonAsync(path, new { description = "From another session" }),
            () => other.PatchAsync(path + "/complete", null),
            () => host.Execute($"update task set description = 'Past the server' where user_id = {me.Id}"),
            () => host.Execute($"insert into task (user_id, title) values ({me.Id}, 'Past the server')"),
            () => host.Execute($"delete from task where user_id = {me.Id} and title = 'Two'"),
            () => me.Client.DeleteAsync(path),
            () => me.Client.PostAsync(path + "/restore", null),
            () => me.Client.DeleteAsync(path),
        ];
        foreach (var write in writes)
        {
            var etag = await ETagOf(me, "");
            await write();
            await Known(me, "", etag, HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task The_trash_has_no_tag_because_it_changes_with_time_alone()
    {
        var (me, path, _) = await One();
        await me.Client.DeleteAsync(path).Is(HttpStatusCode.NoContent);
        Assert.Equal("", await ETagOf(me, "?deleted=true"));
    }

    [Fact]
    public async Task Hostile_tags_are_no_tags()
    {
        var (me, path, etag) = await One();
        foreach (var hostile in (string[])["\"", "\"\"", "W/", ",,,,", "\"1", new string('"', 8000), "\"--1-x\"", $"{etag}x", "\"9223372036854775808-0000000000000000\""])
        {
            await me.Client.Send("GET", me.Tasks, null, ("If-None-Match", hostile)).Is(HttpStatusCode.OK);
            await me.Client.Send("GET", path, null, ("If-None-Match", hostile)).Is(HttpStatusCode.OK);
            await me.Client.Send("DELETE", path, null, ("If-Match", hostile)).IsProblem(412);
        }
    }

    static async Task Known(Person me, string query, string etag, HttpStatusCode status)
    {
        using var answer = await me.Client.Send("GET", me.Tasks + query, null, ("If-None-Match", etag));
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.NotModified) Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    static async Task<string> ETagOf(Person me, string query)
    {
        using var answer = await me.Client.GetAsync(me.Tasks + query);
        return answer.Header("ETag");
    }

    static async Task<System.Text.Json.JsonElement> Login(TestHost host, Person me)
    {
        using var client = host.Client();
        return await client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = Person.Password }).Json();
    }

    static async Task<(Person Me, string Path, string ETag)> One()
    {
        var me = await (await TestHost.Shared).NewPerson();
        using var answer = await me.Client.PostAsJsonAsync(me.Tasks, new { title = "One" });
        return (me, answer.Headers.Location!.ToString(), answer.Header("ETag"));
    }
}
