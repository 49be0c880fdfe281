using System.Net;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

/// <summary>Which tasks a question finds, in which order, and what of them is marked.</summary>
public class SearchTests
{
    static readonly Lazy<Task<Person>> Filled = new(async () =>
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Add(new { title = "Pay the Rechnung", description = "Bank transfer, before Friday", tags = "money,home office", due_date = "2026-03-01", priority = "High" });
        await me.Add(new { title = "Anzahlung for the boat", description = "Ask Müller about the e-mail", tags = "money", due_date = "2026-04-01T09:00", priority = "Low" });
        await me.Add(new { title = "Zahnarzt", description = "Straße 12, at 12:30", tags = "Gesundheit", completed = true });
        await me.Add(new { title = "Café crème 🍎", description = "Ελλάδα and Привет", tags = "Küche,home", recursion_pattern = "weekly" });
        await me.Add(new { title = "The quick brown fox", description = "jumps over; the lazy dog. 50% of C++ & more", due_date = "2025-01-01" });
        await me.Add(new { title = "Bring the bank to the river", tags = "home" });
        return me;
    });

    [Theory]
    // Words, their beginnings and their parts.
    [InlineData("rechnung", "Pay"), InlineData("RECHN", "Pay"), InlineData("r", "Pay", "Bring"), InlineData("zahlung", "Anzahlung"), InlineData("hnun", "Pay"), InlineData("bank", "Pay", "Bring")]
    [InlineData("bank river", "Bring"), InlineData("river bank", "Bring"), InlineData("pay money friday", "Pay"), InlineData("bank dog"), InlineData("12", "Zahnarzt"), InlineData("money", "Pay", "Anzahlung")]
    // With and without marks.
    [InlineData("muller", "Anzahlung"), InlineData("Müller", "Anzahlung"), InlineData("MÜLLER", "Anzahlung"), InlineData("Mueller", "Anzahlung"), InlineData("strasse", "Zahnarzt"), InlineData("STRAẞE", "Zahnarzt"), InlineData("straße", "Zahnarzt")]
    [InlineData("cafe", "Café"), InlineData("creme", "Café"), InlineData("cafè", "Café"), InlineData("kuche", "Café"), InlineData("ελλαδα", "Café"), InlineData("ΕΛΛΆΔΑ", "Café"), InlineData("привет", "Café"), InlineData("🍎", "Café"), InlineData("🍏")]
    // One typo: another letter, one less, one more, two exchanged; not in short words, nor in numbers.
    [InlineData("rechnumg", "Pay"), InlineData("rechung", "Pay"), InlineData("rechnnung", "Pay"), InlineData("rechnugn", "Pay"), InlineData("sechnung", "Pay"), InlineData("zahnartz", "Zahnarzt"), InlineData("rechmumg")]
    [InlineData("fix"), InlineData("13"), InlineData("1231"), InlineData("qiuck brwon", "The"), InlineData("lzay dgo")]
    // Phrases.
    [InlineData("\"quick brown\"", "The"), InlineData("\"brown quick\""), InlineData("\"quick fox\""), InlineData("„lazy dog“", "The"), InlineData("“over the lazy”", "The"), InlineData("«quick brown»", "The"), InlineData("\"the bank\"", "Bring")]
    [InlineData("\"quick bro", "The"), InlineData("\"quick bro\""), InlineData("\"", "*"), InlineData("\"\"", "*"), InlineData("e-mail", "Anzahlung"), InlineData("e-ma", "Anzahlung"), InlineData("12:30", "Zahnarzt"), InlineData("50%", "The"), InlineData("c++", "The"), InlineData("\"transfer before\"", "Pay")]
    // What shall not be there.
    [InlineData("bank -river", "Pay"), InlineData("money -müller", "Pay"), InlineData("bank -\"to the river\"", "Pay"), InlineData("-the", "Zahnarzt", "Café"), InlineData("-the -café", "Zahnarzt"), InlineData("bank -riv", "Pay", "Bring"), InlineData("bank -", "Pay", "Bring")]
    // Operators.
    [InlineData("tag:home", "Café", "Bring"), InlineData("TAG:HOME", "Café", "Bring"), InlineData("tag:\"home office\"", "Pay"), InlineData("tag:kuche", "Café"), InlineData("tag:hom"), InlineData("-tag:home tag:money", "Pay", "Anzahlung"), InlineData("-tag:home -tag:money", "Zahnarzt", "The"), InlineData("bank tag:home", "Bring"), InlineData("bank -tag:home", "Pay")]
    [InlineData("priority:high", "Pay"), InlineData("Priority:LOW", "Anzahlung"), InlineData("-priority:medium", "Pay", "Anzahlung"), InlineData("bank priority:medium", "Bring"), InlineData("priority:high priority:low")]
    [InlineData("is:done", "Zahnarzt"), InlineData("is:open bank", "Pay", "Bring"), InlineData("is:repeating", "Café"), InlineData("-is:open", "Zahnarzt"), InlineData("is:done is:open")]
    [InlineData("due<2026-03-01", "The"), InlineData("due<=2026-03-01", "The", "Pay"), InlineData("due>2026-03-01", "Anzahlung"), InlineData("due>=2026-03-01", "Pay", "Anzahlung"), InlineData("due:2026-04-01", "Anzahlung"), InlineData("due>=2026-04-01T10:00"), InlineData("due>2026-04-01")]
    [InlineData("due:none", "Zahnarzt", "Café", "Bring"), InlineData("-due:none", "Pay", "Anzahlung", "The"), InlineData("due>2026-01-01 due<2026-04-01", "Pay"), InlineData("money due<2026-04-01", "Pay"), InlineData("is:overdue due<2025-06-01", "The"), InlineData("due:overdue due<2025-06-01", "The")]
    [InlineData("created:today", "*"), InlineData("created<2020-01-01"), InlineData("created>=2020-01-01", "*"), InlineData("created<today"), InlineData("created:week bank", "Pay", "Bring"), InlineData("due:today"), InlineData("due:tomorrow"), InlineData("due:week"), InlineData("due<yesterday is:open due<2025-06-01", "The")]
    // What only looks like an operator, and nothing at all.
    [InlineData("foo:bar"), InlineData("http://bank"), InlineData("lazy:dog", "The"), InlineData("tags:home"), InlineData("", "*"), InlineData("  ", "*"), InlineData("!", "*"), InlineData("' ( ) : * \\ /", "*"), InlineData("bank !", "Pay", "Bring"), InlineData("bank:*", "Pay", "Bring")]
    [InlineData("bank | dog"), InlineData("bank & dog"), InlineData("'bank'", "Pay", "Bring"), InlineData("b\\ank"), InlineData("ba%k"), InlineData("_ank"), InlineData("%", "The"), InlineData("&", "The"), InlineData("fox <-> brown")]
    public async Task A_question_finds_exactly(string question, params string[] beginnings)
    {
        var me = await Filled.Value;
        string[] expected = beginnings is ["*"] ? ["Anzahlung", "Bring", "Café", "Pay", "The", "Zahnarzt"] : [.. beginnings.Order(StringComparer.Ordinal)];
        foreach (var sort in (string[])["", "&sort=relevance", "&sort=newest", "&sort=title", "&sort=due_date", "&limit=1"])
        {
            var found = new List<JsonElement>();
            for (var next = $"{me.Tasks}?q={Uri.EscapeDataString(question)}{sort}"; next is not null;)
            {
                using var page = await me.Client.GetAsync(next);
                Assert.Equal(HttpStatusCode.OK, page.StatusCode);
                found.AddRange(JsonDocument.Parse(await page.Content.ReadAsStringAsync()).RootElement.EnumerateArray());
                next = page.Header("Link") is { Length: > 0 } link ? link.Split('>')[0][1..] : null;
            }
            Assert.Equal(expected, found.Select(task => task.Text("title")!.Split(' ')[0]).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("rechn", "Pay the [Rechn]ung")]
    [InlineData("zahlung", "An[zahlung] for the boat")]
    [InlineData("anzahlnug", "[Anzahlung] for the boat")]
    [InlineData("bank", "[Bank] transfer, before Friday", "Bring the [bank] to the river")]
    [InlineData("the", "Ask Müller about [the] e-mail", "Anzahlung for [the] boat", "Bring [the] bank to [the] river", "Pay [the] Rechnung", "[The] quick brown fox", "jumps over; [the] lazy dog. 50% of C++ & more")]
    [InlineData("muller e-ma", "Ask [Müller] about the [e-ma]il")]
    [InlineData("\"over the lazy\" fox", "The quick brown [fox]", "jumps [over; the lazy] dog. 50% of C++ & more")]
    [InlineData("tag:home", "Küche,[home]", "[home]")]
    [InlineData("tag:\"home office\" bank", "[Bank] transfer, before Friday", "money,[home office]")]
    [InlineData("strasse 12", "[Straße] [12], at [12]:30")]
    [InlineData("creme 🍎", "Café [crème] [🍎]")]
    [InlineData("quick -bank", "The [quick] brown fox")]
    [InlineData("is:done")]
    public async Task What_was_found_is_marked(string question, params string[] marked)
    {
        var me = await Filled.Value;
        var texts = new List<string>();
        foreach (var task in (await me.Get($"{me.Tasks}?q={Uri.EscapeDataString(question)}")).EnumerateArray())
            foreach (var field in (string[])["title", "description", "tags"])
            {
                var (text, ranges) = (task.Text(field) ?? "", task.GetProperty("hits").GetProperty(field).EnumerateArray().Reverse().ToList());
                foreach (var range in ranges) text = text.Insert(range[0].GetInt32() + range[1].GetInt32(), "]").Insert(range[0].GetInt32(), "[");
                if (ranges.Count > 0) texts.Add(text);
            }
        Assert.Equal(marked.Order(StringComparer.Ordinal), texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_question_nothing_is_marked()
    {
        var me = await Filled.Value;
        foreach (var query in (string[])["", "?q=", "?q=%20", "?sort=relevance", "?tag=home"])
            Assert.DoesNotContain("\"hits\"", await me.Client.GetStringAsync(me.Tasks + query), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_best_comes_first_and_of_equals_the_newest()
    {
        var me = await (await TestHost.Shared).NewPerson();
        foreach (var (title, description, tags) in ((string, string?, string?)[])
            [
                ("x", "an overgarden, in part", null), ("x", "gardening, begun", null), ("x", "garden, whole", null), ("x", null, "overgarden"), ("x", null, "gardening"),
                ("x", null, "garden"), ("overgarden", null, null), ("gardening", null, null), ("garden 1", null, null), ("garden 2", "garden garden", "garden"), ("Garden 3", null, null),
            ])
            await me.Add(new { title, description, tags });
        var found = (await me.Get(me.Tasks + "?q=garden")).EnumerateArray().Select(task => $"{task.Text("title")}/{task.Text("description")}/{task.Text("tags")}").ToList();
        Assert.Equal(
            [
                "Garden 3//", "garden 2/garden garden/garden", "garden 1//", "gardening//", "overgarden//", "x//garden", "x//gardening", "x//overgarden",
                "x/garden, whole/", "x/gardening, begun/", "x/an overgarden, in part/",
            ], found);
        var oldest = await me.Get(me.Tasks + "?q=garden&sort=oldest");
        Assert.Equal("an overgarden, in part", oldest[0].Text("description"));
        Assert.Equal(11, oldest.GetArrayLength());
    }

    [Fact]
    public async Task Pages_by_relevance_put_together_are_the_whole_list()
    {
        var me = await TaskListTests.Many();
        foreach (var question in (string[])["task", "tas", "task%203", "task%20is:open"])
        {
            var whole = (await me.Get($"{me.Tasks}?q={question}")).Ids();
            Assert.NotEmpty(whole);
            Assert.Equal(whole, await TaskListTests.Pages(me, $"{me.Tasks}?q={question}&limit=4"));
        }
    }

    [Theory]
    [InlineData("priority:urgent", "high, medium or low"), InlineData("is:late", "done, open, repeating or overdue"), InlineData("due:soon", "a date or today"), InlineData("due<none", "a date or today"), InlineData("due<", "a date"), InlineData("due:2026-13-01", "a date")]
    [InlineData("tag:", "tag:home"), InlineData("tag:\"\"", "tag:home"), InlineData("tag<home", "colon"), InlineData("is>=done", "colon"), InlineData("-priority:x", "high"), InlineData("milk due:31.12.2026", "a date"), InlineData("created:none", "a date"), InlineData("created>=0001-01-01", "a date"), InlineData("created:9999-12-31", "a date")]
    [InlineData("a b c d e f g h i j k", "10"), InlineData("due>=2026-03-01T10:00Z", "a date")]
    public async Task A_wrong_operator_is_explained(string question, string words)
    {
        var me = await Filled.Value;
        using var answer = await me.Client.GetAsync($"{me.Tasks}?q={Uri.EscapeDataString(question)}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Contains(words, problem.GetProperty("errors").GetProperty("q")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_of_somebody_else_is_not_found_and_guessed_at_by_nobody()
    {
        var (me, other) = (await (await TestHost.Shared).NewPerson(), await (await TestHost.Shared).NewPerson());
        await other.Add(new { title = "Zwetschgenkuchen" });
        await me.Add(new { title = "Zwetschgenkuchem" });
        // The other's whole word does not keep the own typo from being found, and the own finds nothing there.
        Assert.Single((await me.Get(me.Tasks + "?q=zwetschgenkuchen")).EnumerateArray(), task => task.Text("title") == "Zwetschgenkuchem");
        Assert.Single((await other.Get(other.Tasks + "?q=zwetschgenkuchen")).EnumerateArray(), task => task.Text("title") == "Zwetschgenkuchen");
        foreach (var question in (string[])["kuchen", "schgen", "tag:home", "-milk"]) Assert.True((await me.Get($"{me.Tasks}?q={question}")).GetArrayLength() <= 1);
    }

    [Fact]
    public async Task What_is_written_is_found_at_once_and_what_was_is_not()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var task = $"{me.Tasks}/{(await me.Add(new { title = "Aubergine", description = "purple" })).Id()}";
        async Task Finds(string question, int count) => Assert.Equal(count, (await me.Get($"{me.Tasks}?q={question}")).GetArrayLength());
        await Finds("aubergine", 1);
        await me.Client.SendJson("PATCH", task, """{"title":"Zucchini","tags":"Gemüse"}""");
        foreach (var (question, count) in ((string, int)[])[("aubergine", 0), ("ubergin", 0), ("zucchini", 1), ("zuchini", 1), ("tag:gemuse", 1), ("purple", 1)]) await Finds(question, count);
        await me.Client.PatchAsync(task + "/complete", null);
        await Finds("zucchini is:done", 1);
        await me.Client.DeleteAsync(task);
        await Finds("zucchini", 0);
        await Finds("zucchini&deleted=true", 1);
        await Finds("zuchini&deleted=true&sort=title", 1);
        await Finds("purpel&deleted=true", 1);
        await host.Execute($"update task set deleted_at = now() - interval '31 days' where user_id = {me.Id}");
        await Finds("zucchini&deleted=true", 0);
        // The words go with the last task that has them.
        Assert.Equal(3, await host.Scalar<long>($"select count(*) from word where user_id = {me.Id}"));
        await host.Execute($"delete from task where user_id = {me.Id}");
        Assert.Equal(0, await host.Scalar<long>($"select (select count(*) from word where user_id = {me.Id}) + (select count(*) from searched where user_id = {me.Id})"));
    }

    [Fact]
    public async Task A_search_that_has_not_changed_is_answered_304_unless_it_depends_on_the_day()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Add(new { title = "Milk", due_date = "2020-01-01" });
        foreach (var (question, isKept) in ((string, bool)[])[("milk", true), ("mlik", true), ("-bread", true), ("is:overdue", false), ("milk due<today", false), ("milk created>=2020-01-01", false)])
        {
            var path = $"{me.Tasks}?q={Uri.EscapeDataString(question)}";
            using var first = await me.Client.GetAsync(path);
            Assert.Equal(1, JsonDocument.Parse(await first.Content.ReadAsStringAsync()).RootElement.GetArrayLength());
            Assert.Equal(isKept, first.Headers.ETag is not null);
            if (!isKept) continue;
            using var same = await me.Client.Send("GET", path, null, ("If-None-Match", first.Header("ETag")));
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
            await me.Add(new { title = "Bread" });
            using var changed = await me.Client.Send("GET", path, null, ("If-None-Match", first.Header("ETag")));
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }
    }
}
