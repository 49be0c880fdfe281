using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.QuickEntry;

public class QuickEntryRouteTests
{
    static Task<HttpResponseMessage> Parse(Person me, object body) => me.Client.PostAsJsonAsync(me.Tasks + "/parse", body);

    [Fact]
    public async Task A_line_is_answered_as_a_task_with_its_pieces()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var parsed = await Parse(me, new { text = "Pay rent on 2100-03-01 at 9:30 every month on the 1st !high #home #money" }).Json();
        Assert.Equal(["title", "due_date", "priority", "tags", "recursion_pattern", "pieces"], parsed.Names());
        Assert.Equal(("Pay rent", "2100-03-01T09:30", "High", "home,money", "every month on the 1st"),
            (parsed.Text("title"), parsed.Text("due_date"), parsed.Text("priority"), parsed.Text("tags"), parsed.Text("recursion_pattern")));
        var pieces = parsed.GetProperty("pieces").EnumerateArray().ToList();
        Assert.Equal(["date", "time", "repeat", "priority", "tag", "tag"], pieces.Select(piece => piece.Text("kind")));
        Assert.Equal(["kind", "start", "length", "text", "value"], pieces[0].Names());
        Assert.Equal((9, 13, "on 2100-03-01", "2100-03-01"), (pieces[0].GetProperty("start").GetInt32(), pieces[0].GetProperty("length").GetInt32(), pieces[0].Text("text"), pieces[0].Text("value")));
    }

    [Fact]
    public async Task What_was_parsed_can_be_added()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var parsed = await Parse(me, new { text = "Miete jeden Monat am 31. um 9 Uhr !hoch #küche" }).Json();
        var task = await me.Add(new
        {
            title = parsed.Text("title"),
            due_date = parsed.Text("due_date"),
            priority = parsed.Text("priority"),
            tags = parsed.Text("tags"),
            recursion_pattern = parsed.Text("recursion_pattern"),
        });
        foreach (var field in (string[])["title", "due_date", "priority", "tags", "recursion_pattern"]) Assert.Equal(parsed.Text(field), task.Text(field));
    }

    [Fact]
    public async Task A_line_that_says_nothing_more_is_its_own_title()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var parsed = await Parse(me, new { text = " Call Mon Ami " }).Json();
        Assert.Equal("Call Mon Ami", parsed.Text("title"));
        foreach (var field in (string[])["due_date", "priority", "tags", "recursion_pattern"]) Assert.Equal(JsonValueKind.Null, parsed.GetProperty(field).ValueKind);
        Assert.Empty(parsed.GetProperty("pieces").EnumerateArray());
    }

    [Theory]
    [InlineData("Pacific/Kiritimati", 14), InlineData("Etc/GMT+12", -12)]
    public async Task Today_is_the_day_where_the_user_is(string zone, int hours)
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Client.SendJson("PATCH", "/api/auth/me", $$"""{"time_zone":"{{zone}}"}""").Is(HttpStatusCode.OK);
        string Day() => DateTime.UtcNow.AddHours(hours).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var before = Day();
        var due = (await Parse(me, new { text = "Buy milk today" }).Json()).Text("due_date");
        Assert.Contains(due, new[] { before, Day() });
    }

    [Fact]
    public async Task A_dismissed_part_stays_title()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var parsed = await Parse(me, new { text = "Buy milk #home #work", keep = new[] { new { start = 9, length = 5 } } }).Json();
        Assert.Equal(("Buy milk #home", "work"), (parsed.Text("title"), parsed.Text("tags")));
    }

    [Fact]
    public async Task Nothing_is_written_and_a_key_is_of_no_use()
    {
        var me = await (await TestHost.Shared).NewPerson();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await me.Client.SendJson("POST", me.Tasks + "/parse", $$"""{"text":"Buy milk {{i}}"}""", ("Idempotency-Key", "mine"));
            Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, answer.Header("Idempotency-Replayed")));
        }
        Assert.Empty((await me.Get(me.Tasks)).EnumerateArray());
    }

    [Theory]
    [InlineData("{}", "text"), InlineData("""{"text":null}""", "text"), InlineData("""{"text":""}""", "text"), InlineData("""{"text":"  "}""", "text"), InlineData("""{"text":1}""", "text"), InlineData("""{"text":"a\nb"}""", "text")]
    [InlineData("""{"text":"a","keep":1}""", "keep"), InlineData("""{"text":"a","keep":[1]}""", "keep.0"), InlineData("""{"text":"a","keep":[{}]}""", "keep.0.start,keep.0.length")]
    [InlineData("""{"text":"a","keep":[{"start":0,"length":1},{"start":-1,"length":0}]}""", "keep.1.start,keep.1.length"), InlineData("""{"text":"a","keep":[{"start":0.5,"length":"1"}]}""", "keep.0.start,keep.0.length")]
    [InlineData("""{"text":"a","keep":[{"start":0,"length":1,"end":1}]}""", "keep.0.end"), InlineData("""{"text":"a","now":1}""", "now"), InlineData("[]", "body")]
    public async Task Mistakes_are_named(string body, string fields)
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Client.SendJson("POST", me.Tasks + "/parse", body).IsProblem(422, fields.Split(','));
    }

    [Fact]
    public async Task A_line_may_be_long_but_not_longer()
    {
        var me = await (await TestHost.Shared).NewPerson();
        Assert.Equal(1000, (await Parse(me, new { text = new string('a', 1000) }).Json()).Text("title")!.Length);
        await Parse(me, new { text = new string('a', 1001) }).IsProblem(422, "text");
        await Parse(me, new { text = "a", keep = Enumerable.Repeat(new { start = 0, length = 1 }, 101) }).IsProblem(422, "keep");
        Assert.Equal("a", (await Parse(me, new { text = "a", keep = new[] { new { start = 1999, length = 2000 } } }).Json()).Text("title"));
    }

    [Fact]
    public async Task Only_its_owner_may_ask()
    {
        var host = await TestHost.Shared;
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        using var nobody = host.Client();
        await nobody.PostAsJsonAsync(me.Tasks + "/parse", new { text = "a" }).IsProblem(401);
        await other.Client.PostAsJsonAsync(me.Tasks + "/parse", new { text = "a" }).IsProblem(403);
    }
}
