using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Doneon.Tests.Tasks;

public class TaskTests
{
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

    [Theory]
    [InlineData("newest"), InlineData("oldest"), InlineData("due_date"), InlineData("priority"), InlineData("title")]
    public async Task Pages_put_together_are_the_whole_list(string sort)
    {
        var me = await (await TestHost.Shared).NewPerson();
        string[] priorities = ["High", "Medium", "Low"];
        for (var i = 0; i < 23; i++)
            await me.Add(new { title = $"Task {i * 7 % 10}", priority = priorities[i % 3], due_date = i % 4 == 0 ? null : $"2026-01-{1 + i % 9:00}", completed = i % 5 == 0 });
        var whole = (await me.Get($"{me.Tasks}?sort={sort}")).EnumerateArray().Select(task => task.GetProperty("id").GetInt64()).ToList();
        Assert.Equal(23, whole.Count);

        var pages = new List<long>();
        for (var next = $"{me.Tasks}?sort={sort}&limit=5"; next is not null;)
        {
            using var answer = await me.Client.GetAsync(next);
            pages.AddRange((await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(task => task.GetProperty("id").GetInt64()));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0][1..] : null;
        }
        Assert.Equal(whole, pages);
    }
}
