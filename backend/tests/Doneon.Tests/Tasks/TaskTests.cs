using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

public class TaskTests
{
    static readonly string[] Fields =
        ["id", "user_id", "title", "description", "due_date", "priority", "tags", "recursion_pattern", "completed", "created_at", "updated_at"];

    [Fact]
    public async Task A_task_is_created_read_changed_and_deleted()
    {
        var me = await (await TestHost.Shared).NewPerson();
        using var created = await me.Client.PostAsJsonAsync(me.Tasks, new { title = "  Pay rent ", tags = "home, money ,Home", due_date = "2026-12-01", priority = "High" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var task = await created.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Pay rent", task.GetProperty("title").GetString());
        Assert.Equal("home,money", task.GetProperty("tags").GetString());
        var path = created.Headers.Location!.ToString();
        Assert.Equal($"{me.Tasks}/{task.GetProperty("id")}", path);
        Assert.Equal(created.Headers.ETag, (await me.Client.GetAsync(path)).Headers.ETag);

        using var changed = await me.Client.PatchAsJsonAsync(path, new { due_date = (string?)null, title = "Pay the rent" });
        var after = await changed.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(JsonValueKind.Null, after.GetProperty("due_date").ValueKind);
        Assert.Equal("home,money", after.GetProperty("tags").GetString());

        using var toggled = await me.Client.PatchAsync(path + "/complete", null);
        Assert.True((await toggled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("completed").GetBoolean());

        using var deleted = await me.Client.DeleteAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await me.Client.GetAsync(path)).StatusCode);
        Assert.Equal(1, (await me.Get(me.Tasks + "?deleted=true")).GetArrayLength());
    }

    [Fact]
    public async Task A_task_has_exactly_the_fields_of_the_contract()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var task = await me.Add(new { title = "Small" });
        Assert.Equal(Fields, task.Names());
        Assert.Equal((me.Id, "Medium", false), (task.GetProperty("user_id").GetInt64(), task.Text("priority"), task.GetProperty("completed").GetBoolean()));
        foreach (var name in (string[])["description", "due_date", "tags", "recursion_pattern"]) Assert.Null(task.Text(name));
        foreach (var name in (string[])["created_at", "updated_at"])
            Assert.InRange(DateTimeOffset.Parse(task.Text(name)!) - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        Assert.EndsWith("Z", task.Text("created_at"));
        Assert.Equal(task.GetRawText(), (await me.Get($"{me.Tasks}/{task.Id()}")).GetRawText());
        Assert.Equal(task.GetRawText(), Assert.Single((await me.Get(me.Tasks)).EnumerateArray()).GetRawText());

        await me.Client.DeleteAsync($"{me.Tasks}/{task.Id()}").Is(HttpStatusCode.NoContent);
        var deleted = Assert.Single((await me.Get(me.Tasks + "?deleted=true")).EnumerateArray());
        Assert.Equal(Fields.Append("deleted_at"), deleted.Names());
    }

    [Fact]
    public async Task Put_empties_what_is_left_out()
    {
        var (me, path) = await Full();
        var task = await me.Client.PutAsJsonAsync(path, new { title = "Bare" }).Json();
        Assert.Equal(("Bare", "Medium", false), (task.Text("title"), task.Text("priority"), task.GetProperty("completed").GetBoolean()));
        foreach (var name in (string[])["description", "due_date", "tags", "recursion_pattern"]) Assert.Null(task.Text(name));
        await me.Client.PutAsJsonAsync(path, new { description = "no title" }).IsProblem(422, "title");
    }

    [Fact]
    public async Task Patch_changes_what_is_given_and_null_empties()
    {
        var (me, path) = await Full();
        var before = await me.Get(path);
        foreach (var (patch, name) in ((string, string)[])[("""{"title":"Other"}""", "title"), ("""{"description":null}""", "description"),
            ("""{"due_date":"2027-01-01T08:30"}""", "due_date"), ("""{"priority":"Low"}""", "priority"), ("""{"tags":"x"}""", "tags"),
            ("""{"recursion_pattern":null}""", "recursion_pattern"), ("""{"completed":false}""", "completed")])
        {
            var after = await me.Client.SendJson("PATCH", path, patch).Json();
            Assert.Equal([name], Fields.SkipLast(1).Where(field => before.GetProperty(field).GetRawText() != after.GetProperty(field).GetRawText()));
            Assert.Equal(JsonSerializer.Deserialize<JsonElement>(patch).GetProperty(name).GetRawText(), after.GetProperty(name).GetRawText());
            before = after;
        }
        await me.Client.SendJson("PATCH", path, """{"title":null,"priority":null,"completed":null}""").IsProblem(422, "title", "priority", "completed");
        Assert.Equal(before.GetRawText(), (await me.Get(path)).GetRawText());
    }

    [Fact]
    public async Task Complete_toggles_and_sets()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var path = $"{me.Tasks}/{(await me.Add(new { title = "Do" })).Id()}/complete";
        foreach (var (body, expected) in ((string?, bool)[])[(null, true), (null, false), ("{}", true), ("""{"completed":true}""", true), ("""{"completed":false}""", false), ("""{"completed":false}""", false)])
        {
            var task = await (body is null ? me.Client.PatchAsync(path, null) : me.Client.SendJson("PATCH", path, body)).Json();
            Assert.Equal(expected, task.GetProperty("completed").GetBoolean());
        }
        await me.Client.SendJson("PATCH", path, """{"completed":null}""").IsProblem(422, "completed");
        await me.Client.SendJson("PATCH", path, """{"completed":1,"done":true}""").IsProblem(422, "completed", "done");
    }

    [Theory]
    [InlineData("0"), InlineData("-1"), InlineData("9223372036854775807"), InlineData("9223372036854775808"), InlineData("99999999999999999999999999"), InlineData("abc"),
     InlineData("1.5"), InlineData("1e3"), InlineData("%20"), InlineData("+1"), InlineData("0x1"), InlineData("%D9%A1"), InlineData("'or'1'='1")]
    public async Task What_is_no_id_is_not_found(string id)
    {
        var me = await Nobody.Value;
        foreach (var (method, rest, body) in ((string, string, string?)[])[("GET", "", null), ("PUT", "", """{"title":"a"}"""), ("PATCH", "", "{}"), ("DELETE", "", null), ("PATCH", "/complete", null), ("POST", "/restore", null)])
            await (body is null ? me.Client.Send(method, $"{me.Tasks}/{id}{rest}") : me.Client.SendJson(method, $"{me.Tasks}/{id}{rest}", body)).IsProblem(404);
    }

    [Theory]
    [InlineData("0"), InlineData("-1"), InlineData("99999999999999999999"), InlineData("abc"), InlineData("01"), InlineData("%31x")]
    public async Task A_path_of_nobody_is_forbidden(string user) => await (await Nobody.Value).Client.GetAsync($"/api/{user}/tasks").IsProblem(403);

    internal static readonly Lazy<Task<Person>> Nobody = new(async () => await (await TestHost.Shared).NewPerson());

    static async Task<(Person Me, string Path)> Full()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var task = await me.Add(new { title = "Full", description = "All\nof it", due_date = "2026-12-01T09:00", priority = "High", tags = "a,b", recursion_pattern = "weekly", completed = true });
        return (me, $"{me.Tasks}/{task.Id()}");
    }
}
