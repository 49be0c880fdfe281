using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

public class TaskListTests
{
    [Theory]
    [InlineData("newest"), InlineData("oldest"), InlineData("due_date"), InlineData("priority"), InlineData("title")]
    public async Task Pages_put_together_are_the_whole_list(string sort)
    {
        var me = await Many();
        var whole = (await me.Get($"{me.Tasks}?sort={sort}")).Ids();
        Assert.Equal(23, whole.Length);
        foreach (var filter in (string[])["", "&completed=false", "&priority=High"])
            Assert.Equal((await me.Get($"{me.Tasks}?sort={sort}{filter}")).Ids(), await Pages(me, $"{me.Tasks}?sort={sort}&limit=5{filter}"));
    }

    [Fact]
    public async Task The_trash_comes_in_pages_too()
    {
        var me = await Many();
        foreach (var id in (await me.Get(me.Tasks)).Ids().Take(9)) await me.Client.DeleteAsync($"{me.Tasks}/{id}").Is(HttpStatusCode.NoContent);
        var whole = (await me.Get(me.Tasks + "?deleted=true")).Ids();
        Assert.Equal((9, 14), (whole.Length, (await me.Get(me.Tasks)).GetArrayLength()));
        foreach (var sort in (string[])["", "&sort=title", "&sort=due_date"])
            Assert.Equal((await me.Get($"{me.Tasks}?deleted=true{sort}")).Ids(), await Pages(me, $"{me.Tasks}?deleted=true&limit=2{sort}"));
    }

    [Fact]
    public async Task The_five_sorts_order_as_people_expect()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Add(new { title = "banana", priority = "Low" });
        await me.Add(new { title = "Apple", due_date = "2026-05-02" });
        await me.Add(new { title = "äpfel", due_date = "2026-05-01T10:00", priority = "High" });
        await me.Add(new { title = "cherry", due_date = "2026-05-01", priority = "High", completed = true });
        Task<IEnumerable<string?>> Sorted(string sort) => me.Get($"{me.Tasks}?sort={sort}").ContinueWith(list => list.Result.Texts(), TaskScheduler.Default);
        Assert.Equal(["cherry", "äpfel", "Apple", "banana"], await Sorted("newest"));
        Assert.Equal(["banana", "Apple", "äpfel", "cherry"], await Sorted("oldest"));
        Assert.Equal(["cherry", "äpfel", "Apple", "banana"], await Sorted("due_date"));
        Assert.Equal(["cherry", "äpfel", "Apple", "banana"], await Sorted("priority"));
        Assert.Equal(["Apple", "banana", "cherry", "äpfel"], await Sorted("title"));
    }

    [Fact]
    public async Task Adopted_free_text_due_dates_come_last_and_are_paged_like_others()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        foreach (var due in (string?[])["2026-05-01", null, "2026-01-01"]) await me.Add(new { title = due ?? "none", due_date = due });
        foreach (var due in (string[])["tomorrow", "2026-02-01\nor later", "2026-02-31", "~~", "1"])
        {
            var task = await me.Add(new { title = "Adopted" });
            await host.Execute($"update task set due_date = '{due}' where id = {task.Id()}");
        }
        var whole = await me.Get($"{me.Tasks}?sort=due_date");
        // 31 February is no date, but looks like one: it keeps its place among the dates.
        Assert.Equal(["2026-01-01", "2026-02-31", "2026-05-01"], whole.Texts("due_date").Take(3));
        Assert.Equal("tomorrow", whole.Texts("due_date").Single(due => due == "tomorrow"));
        foreach (var sort in (string[])["due_date", "priority"])
            Assert.Equal((await me.Get($"{me.Tasks}?sort={sort}")).Ids(), await Pages(me, $"{me.Tasks}?sort={sort}&limit=1"));
        Assert.Equal(2, (await me.Get($"{me.Tasks}?due_before=2026-05-01")).GetArrayLength());
        Assert.Equal(["2026-05-01"], (await me.Get($"{me.Tasks}?due_after=2026-03-01")).Texts("due_date"));
    }

    [Theory]
    [InlineData("completed=true", "done")]
    [InlineData("completed=false", "milk", "tax", "ärger", "odd")]
    [InlineData("priority=High", "tax")]
    [InlineData("tag=HOME", "milk", "done")]
    [InlineData("tag=home&completed=false", "milk")]
    [InlineData("tag=%C3%84MTER", "tax")]
    [InlineData("tag=hom")]
    [InlineData("tag=two%20words", "odd")]
    [InlineData("tag=", "milk", "tax", "done", "ärger", "odd")]
    [InlineData("due_before=2026-05-02", "milk", "tax")]
    [InlineData("due_before=2026-05-01T12:00", "milk", "tax")]
    [InlineData("due_before=2026-05-01", "milk")]
    [InlineData("due_after=2026-05-01", "done")]
    [InlineData("due_after=2026-04-30&due_before=2026-05-02", "tax")]
    [InlineData("due_after=2026-05-01T09:00", "done")]
    [InlineData("q=MILK", "milk")]
    [InlineData("q=%C3%84rger", "ärger")]
    [InlineData("q=%C3%84RGER", "ärger")]
    [InlineData("q=the%20%20buy", "milk")]
    [InlineData("q=%25", "odd")]
    [InlineData("q=_", "odd")]
    [InlineData("q=%5C", "milk", "tax", "done", "ärger", "odd")]
    [InlineData("q='%20%22", "milk", "tax", "done", "ärger", "odd")]
    [InlineData("q=100%25_", "odd")]
    [InlineData("q=%F0%9F%8D%8E", "odd")]
    [InlineData("q=%F0%9F%8D%8F")]
    [InlineData("q=zu%20hause", "ärger")]
    [InlineData("q=finance", "tax")]
    [InlineData("q=", "milk", "tax", "done", "ärger", "odd")]
    [InlineData("q=%20%20", "milk", "tax", "done", "ärger", "odd")]
    [InlineData("q=';drop%20table%20task;--")]
    public async Task Filters_find_exactly(string query, params string[] titles)
    {
        var me = await Filled.Value;
        Assert.Equal(titles.Order(StringComparer.Ordinal), (await me.Get($"{me.Tasks}?{query}")).Texts().Order(StringComparer.Ordinal));
        foreach (var sort in (string[])["oldest", "due_date", "priority", "title"])
            Assert.Equal(titles.Length, (await me.Get($"{me.Tasks}?{query}&sort={sort}")).GetArrayLength());
    }

    static readonly Lazy<Task<Person>> Filled = new(async () =>
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Add(new { title = "milk", description = "Buy it on the way", tags = "home", due_date = "2026-04-01" });
        await me.Add(new { title = "tax", tags = "Ämter,finance", due_date = "2026-05-01T09:00", priority = "High" });
        await me.Add(new { title = "done", tags = "Home", completed = true, due_date = "2026-06-01" });
        await me.Add(new { title = "ärger", description = "zuhause" });
        await me.Add(new { title = "odd", description = """100%_ \ ' " 🍎""", tags = "two words" });
        return me;
    });

    [Theory]
    [InlineData("limit=0", "limit"), InlineData("limit=501", "limit"), InlineData("limit=-1", "limit"), InlineData("limit=ten", "limit"), InlineData("limit=1.0", "limit"), InlineData("limit=99999999999", "limit"), InlineData("limit=", "limit"),
     InlineData("sort=random", "sort"), InlineData("sort=Newest", "sort"), InlineData("completed=1", "completed"), InlineData("completed=True", "completed"), InlineData("deleted=x", "deleted"), InlineData("priority=high", "priority"),
     InlineData("due_before=soon", "due_before"), InlineData("due_after=2026-13-01", "due_after"), InlineData("page=2", "page"), InlineData("Q=x", "Q"), InlineData("q=a&q=b", "q"), InlineData("q=%00", "q"), InlineData("tag=%00", "tag"),
     InlineData("x=1&y=2", "x", "y"), InlineData("limit=0&sort=x&completed=y", "limit", "sort", "completed"), InlineData("q=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k", "q")]
    public async Task A_wrong_parameter_is_named(string query, params string[] fields) =>
        await (await Filled.Value).Client.GetAsync($"{(await Filled.Value).Tasks}?{query}").IsProblem(422, fields);

    [Fact]
    public async Task Long_parameters_are_refused()
    {
        var me = await Filled.Value;
        Assert.Equal(0, (await me.Get($"{me.Tasks}?q={new string('x', 200)}")).GetArrayLength());
        await me.Client.GetAsync($"{me.Tasks}?q={new string('x', 201)}").IsProblem(422, "q");
        await me.Client.GetAsync($"{me.Tasks}?tag={new string('x', 51)}").IsProblem(422, "tag");
        await me.Client.GetAsync($"{me.Tasks}?due_before={new string('1', 5000)}").IsProblem(422, "due_before");
    }

    [Fact]
    public async Task Hostile_cursors_are_refused_or_show_the_asker_their_own()
    {
        var (me, other) = (await Filled.Value, await Many());
        using var page = await other.Client.GetAsync(other.Tasks + "?limit=1");
        var foreign = page.Header("Link").Split("cursor=")[1].Split('>')[0];
        Assert.Subset(new HashSet<long>((await me.Get(me.Tasks)).Ids()), new HashSet<long>((await me.Get($"{me.Tasks}?cursor={foreign}")).Ids()));
        await me.Client.GetAsync($"{me.Tasks}?sort=title&cursor={foreign}").IsProblem(422, "cursor");
        foreach (var text in (string[])["", "\n\n\n\n\n", "0\n1\n2\n3\n\n", "0\n1\n-5\n0\n\n", "0\n9223372036854775808\n0\n0\n\n", "0\n1\n99999999999999999999\n0\n\n", "9\n1\n1\n0\n\n", "0\n1\n1\n1\n\0\n", "0\n1\n1\n1", "\u0661\n1\n1\n1\n\n"])
            await me.Client.GetAsync($"{me.Tasks}?cursor={Encoded(text)}").IsProblem(422, "cursor");
        foreach (var raw in (string[])["x", "%00", "....", "AAAA=", "%F0%9F%8D%8E", new string('A', 3000)])
            await me.Client.GetAsync($"{me.Tasks}?cursor={raw}").IsProblem(422, "cursor");
        foreach (var text in (string[])["0\n0\n0\n0\n\n", $"0\n9223372036854775807\n{DateTime.MaxValue.Ticks}\n2\n\n", "0\n1\n1\n0\n'; --\n' or true"])
            await me.Client.GetAsync($"{me.Tasks}?cursor={Encoded(text)}").Is(HttpStatusCode.OK);
        await me.Client.GetAsync($"{me.Tasks}?sort=due_date&cursor={Encoded("2\n1\n1\n0\n~~~\n\uFFFF")}").Is(HttpStatusCode.OK);
    }

    static string Encoded(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task Paging_misses_nothing_and_shows_nothing_twice_while_others_come_and_go()
    {
        var me = await Many();
        var standing = (await me.Get(me.Tasks)).Ids();
        var seen = new List<long>();
        for (var next = $"{me.Tasks}?limit=3"; next is not null;)
        {
            using var page = await me.Client.GetAsync(next);
            seen.AddRange((await page.Content.ReadFromJsonAsync<JsonElement>()).Ids());
            next = NextOf(page);
            var late = await me.Add(new { title = "Latecomer" });
            await me.Client.DeleteAsync($"{me.Tasks}/{seen[^1]}").Is(HttpStatusCode.NoContent);
            if (seen.Count % 2 == 0) await me.Client.DeleteAsync($"{me.Tasks}/{late.Id()}").Is(HttpStatusCode.NoContent);
        }
        Assert.Equal(standing, seen);
    }

    [Fact]
    public async Task A_page_link_keeps_the_question_and_the_last_page_has_none()
    {
        var me = await Many();
        using var first = await me.Client.GetAsync($"{me.Tasks}?limit=20&q=task%20%26&sort=title");
        Assert.Equal("", first.Header("Link"));
        using var page = await me.Client.GetAsync($"{me.Tasks}?limit=20&q=Task&sort=title");
        Assert.EndsWith("; rel=\"next\"", page.Header("Link"));
        Assert.StartsWith($"<{me.Tasks}?", page.Header("Link"));
        foreach (var part in (string[])["limit=20", "q=Task", "sort=title"]) Assert.Contains(part, page.Header("Link"));
        using var last = await me.Client.GetAsync(NextOf(page));
        Assert.Equal("", last.Header("Link"));
        Assert.Equal(3, (await last.Content.ReadFromJsonAsync<JsonElement>()).GetArrayLength());
        using var exact = await me.Client.GetAsync($"{me.Tasks}?limit=23");
        Assert.Equal("", exact.Header("Link"));
    }

    [Fact]
    public async Task A_page_holds_100_unless_told_and_500_at_most()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await host.Execute($"insert into task (user_id, title) select {me.Id}, 'Task ' || n from generate_series(1, 501) n");
        Assert.Equal(100, (await me.Get(me.Tasks)).GetArrayLength());
        Assert.Equal(500, (await me.Get(me.Tasks + "?limit=500")).GetArrayLength());
        Assert.Equal(501, (await Pages(me, me.Tasks + "?limit=500")).Distinct().Count());
    }

    internal static async Task<Person> Many()
    {
        var me = await (await TestHost.Shared).NewPerson();
        string[] priorities = ["High", "Medium", "Low"];
        for (var i = 0; i < 23; i++)
            await me.Add(new { title = $"Task {i * 7 % 10}", priority = priorities[i % 3], completed = i % 5 == 0, due_date = i % 4 == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"2026-01-{1 + i % 9:00}") });
        return me;
    }

    static string? NextOf(HttpResponseMessage page) => page.Header("Link") is { Length: > 0 } link ? link.Split('>')[0][1..] : null;

    internal static async Task<long[]> Pages(Person me, string first)
    {
        var ids = new List<long>();
        for (var next = first; next is not null;)
        {
            using var page = await me.Client.GetAsync(next);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            ids.AddRange((await page.Content.ReadFromJsonAsync<JsonElement>()).Ids());
            next = NextOf(page);
        }
        return [.. ids];
    }
}
