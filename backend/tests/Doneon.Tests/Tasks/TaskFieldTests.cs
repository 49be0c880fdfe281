using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

/// <summary>What each field of a task may be; who makes one that is wrong is told which.</summary>
public class TaskFieldTests
{
    const string Emoji = "\U0001F9D1";

    [Theory]
    [InlineData("title", "\"\""), InlineData("title", "\"  \\t \""), InlineData("title", "null"), InlineData("title", "7"), InlineData("title", "[\"a\"]"), InlineData("title", "{}"), InlineData("title", "true"),
     InlineData("title", "\"a\\u0000b\""), InlineData("title", "\"a\\nb\""), InlineData("title", "\"a\\u001bb\""), InlineData("title", "\"a\\u007fb\""), InlineData("title", "\"a\\u0085b\""),
     InlineData("title", "\"a\\ud800\""), InlineData("title", "\"\\udc00b\""), InlineData("title", "\"\\udc00\\ud800\"")]
    [InlineData("description", "5"), InlineData("description", "\"\\u0000\""), InlineData("description", "\"a\\u0007\""), InlineData("description", "\"\\ud800\"")]
    [InlineData("due_date", "\"tomorrow\""), InlineData("due_date", "\"2026-02-30\""), InlineData("due_date", "\"2026-3-1\""), InlineData("due_date", "\"2026-03-01T25:00\""), InlineData("due_date", "\"2026-03-01T09:00+25:00\""),
     InlineData("due_date", "\"9999-12-31T09:00Z\""), InlineData("due_date", "\"0001-01-01T00:00Z\""), InlineData("due_date", "\"0000-01-01\""), InlineData("due_date", "20260301"), InlineData("due_date", "\"\\u0000\""), InlineData("due_date", "\"~\"")]
    [InlineData("priority", "\"high\""), InlineData("priority", "\"Urgent\""), InlineData("priority", "0"), InlineData("priority", "\"\""), InlineData("priority", "\"High,Low\"")]
    [InlineData("tags", "[\"a\"]"), InlineData("tags", "\"a,b\\u0000\""), InlineData("tags", "\"a\\nb\""), InlineData("tags", "\"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21\"")]
    [InlineData("recursion_pattern", "1"), InlineData("recursion_pattern", "\"a\\u0000\""), InlineData("recursion_pattern", "\"a\\nb\""), InlineData("recursion_pattern", "\"now and then\""), InlineData("recursion_pattern", "\"FREQ=HOURLY\"")]
    [InlineData("completed", "\"true\""), InlineData("completed", "1"), InlineData("completed", "[]")]
    public async Task A_value_that_is_not_allowed_is_named(string field, string value)
    {
        var me = await TaskTests.Nobody.Value;
        var body = field == "title" ? $$"""{"title":{{value}}}""" : $$"""{"title":"a","{{field}}":{{value}}}""";
        await me.Client.SendJson("POST", me.Tasks, body).IsProblem(422, field);
        await me.Client.SendJson("PUT", $"{me.Tasks}/1", body).IsProblem(422, field);
        await me.Client.SendJson("PATCH", $"{me.Tasks}/1", $$"""{"{{field}}":{{value}}}""").IsProblem(422, field);
        await me.Client.SendJson("POST", $"{me.Tasks}/bulk", $$$"""{"action":"change","ids":[1],"changes":{"{{{field}}}":{{{value}}}}}""").IsProblem(422, $"changes.{field}");
    }

    [Theory]
    [InlineData("title", 200), InlineData("description", 10_000)]
    public async Task Lengths_count_characters_as_people_see_them(string field, int most)
    {
        var me = await TaskTests.Nobody.Value;
        foreach (var letter in (string[])["x", "ß", "漢", Emoji])
        {
            var text = string.Concat(Enumerable.Repeat(letter, most));
            Dictionary<string, string> task = new() { ["title"] = "a", [field] = text };
            Assert.Equal(text, (await me.Add(task)).Text(field));
            task[field] = text + letter;
            await me.Client.PostAsJsonAsync(me.Tasks, task).IsProblem(422, field);
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_unicode_are_refused_by_name()
    {
        var me = await TaskTests.Nobody.Value;
        foreach (var bytes in (byte[][])[[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80], [0x80]])
            await me.Client.PostAsync(me.Tasks, Checks.Body([.. "{\"title\":\"a"u8, .. bytes, .. "\"}"u8])).IsProblem(422, "title");
        await me.Client.PostAsync(me.Tasks, Checks.Body([.. "{\"title\":\"a\",\""u8, 0xFF, .. "\":1}"u8])).IsProblem(422, "body");
        await me.Client.PostAsync(me.Tasks, Checks.Body(Encoding.Unicode.GetBytes("{\"title\":\"a\"}"), "application/json; charset=utf-16")).IsProblem(400);
    }

    [Theory]
    [InlineData("a,b", "a,b"), InlineData(" a ,, b ,", "a,b"), InlineData("Home,home,HOME,work", "Home,work"), InlineData("Äpfel,äpfel", "Äpfel"), InlineData(",", null), InlineData("", null), InlineData("  ", null),
     InlineData("two words, x", "two words,x"), InlineData("100%,a_b", "100%,a_b"), InlineData("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20")]
    public async Task Tags_are_trimmed_and_kept_once(string given, string? kept)
    {
        var me = await TaskTests.Nobody.Value;
        Assert.Equal(kept, (await me.Add(new { title = "a", tags = given })).Text("tags"));
    }

    [Fact]
    public async Task A_tag_has_at_most_50_characters_and_a_task_20_tags()
    {
        var me = await TaskTests.Nobody.Value;
        var longest = string.Concat(Enumerable.Repeat(Emoji, 50));
        var most = string.Join(",", Enumerable.Range(10, 20).Select(i => $"{i}{new string('x', 48)}"));
        Assert.Equal(longest, (await me.Add(new { title = "a", tags = longest })).Text("tags"));
        Assert.Equal(most, (await me.Add(new { title = "a", tags = most.Replace(",", " , ", StringComparison.Ordinal) })).Text("tags"));
        await me.Client.PostAsJsonAsync(me.Tasks, new { title = "a", tags = longest + "x" }).IsProblem(422, "tags");
        await me.Client.PostAsJsonAsync(me.Tasks, new { title = "a", tags = most + ",y" }).IsProblem(422, "tags");
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-01"), InlineData("2026-03-01T09:00", "2026-03-01T09:00"), InlineData("2026-03-01T09:00:00", "2026-03-01T09:00"), InlineData("2026-03-01T09:00:30", "2026-03-01T09:00:30"),
     InlineData(" 2028-02-29 ", "2028-02-29"), InlineData("", null), InlineData("0001-01-01", "0001-01-01"), InlineData("9999-12-31T23:59", "9999-12-31T23:59")]
    public async Task A_due_date_is_a_local_date_or_date_time(string given, string? kept)
    {
        var me = await TaskTests.Nobody.Value;
        Assert.Equal(kept, (await me.Add(new { title = "a", due_date = given })).Text("due_date"));
    }

    [Fact]
    public async Task A_pattern_has_at_most_100_characters()
    {
        var me = await TaskTests.Nobody.Value;
        var longest = "FREQ=DAILY;INTERVAL=" + new string('0', 79) + "7";
        Assert.Equal(longest, (await me.Add(new { title = "a", recursion_pattern = longest })).Text("recursion_pattern"));
        await me.Client.PostAsJsonAsync(me.Tasks, new { title = "a", recursion_pattern = longest.Replace("7", "07", StringComparison.Ordinal) }).IsProblem(422, "recursion_pattern");
    }

    [Fact]
    public async Task Text_comes_back_as_it_went_in()
    {
        var me = await TaskTests.Nobody.Value;
        foreach (var title in (string[])["'; drop table task; --", "<script>alert(1)</script>", "\\u0041 \"quoted\" \\", "e\u0301 ≠ é", "مهمة", "👩‍👩‍👧‍👦", "%s %00 ${x} {{y}}", "a\u2028b", "\uFEFFa", "\uFFFF\uFFFE"])
        {
            var task = await me.Add(new { title, description = $"{title}\r\n\t{title}" });
            Assert.Equal((title, $"{title}\r\n\t{title}"), (task.Text("title"), task.Text("description")));
            Assert.Equal(task.GetRawText(), (await me.Get($"{me.Tasks}/{task.Id()}")).GetRawText());
        }
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        var me = await TaskTests.Nobody.Value;
        var problem = await me.Client.SendJson("POST", me.Tasks, """{"title":"","due_date":"x","tags":5,"colour":"red"}""").IsProblem(422, "title", "due_date", "tags", "colour");
        Assert.Equal(JsonValueKind.Array, problem.GetProperty("errors").GetProperty("title").ValueKind);
        Assert.Contains("colour is not a known field.", problem.Text("detail"));
    }
}
