using System.Diagnostics;
using System.Globalization;
using System.Net;
using Doneon.Tasks;
using Doneon.Tests.Http;
using Npgsql;

namespace Doneon.Tests.Tasks;

/// <summary>Questions that nobody means, texts that nobody writes, and very many hits.</summary>
public class SearchHostileTests
{
    static readonly string[] Pieces =
    [
        "a", "milk", "Müller", "ß", "\"", "„", "“", "'", "''", "\\", "%", "_", "&", "|", "!", ":*", "(", ")", "<->", "-", "--", "+", "*", ":", ",", ";", "$1", "{0}", "\u0301", "\u200d", "🍎", "\ud83d", "\ufffd",
        "会議", "가", "ı", "İ", "tag:", "tag:x", "is:", "is:done", "due<", "due:today", "due:2026-04-01", "priority:high", "created:week", "foo:bar", "http://x", "12:30", " ", " ", " ", "\t", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ];

    [Fact]
    public async Task No_question_is_a_failure()
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Add(new { title = "Milk for Müller 🍎", description = "It's \\ a 'quoted' & odd | text: 100%", tags = "o'clock,back\\slash,x" });
        var random = new Random(12);
        for (var i = 0; i < 400; i++)
        {
            var question = string.Concat(random.GetItems(Pieces, random.Next(1, 12)));
            var sort = random.GetItems(["", "&sort=relevance", "&sort=title", "&deleted=true", "&limit=1", "&tag=x", "&completed=false"], 1)[0];
            using var answer = await me.Client.GetAsync($"{me.Tasks}?q={Uri.EscapeDataString(question)}{sort}");
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, $"{question}: {answer.StatusCode}");
        }
        foreach (var question in (string[])[new string('x', 200), new string('会', 200), new string('"', 200), new string('-', 200), new string('%', 200), string.Concat(Enumerable.Repeat("🍎", 100)), "tag:o'clock", "tag:back\\slash"])
            await me.Client.GetAsync($"{me.Tasks}?q={Uri.EscapeDataString(question)}").Is(HttpStatusCode.OK);
        Assert.Equal(1, (await me.Get(me.Tasks + "?q=tag%3Ao%27clock+tag%3Aback%5Cslash")).GetArrayLength());
        await me.Client.GetAsync(me.Tasks + "?q=a%00b").IsProblem(422, "q");
    }

    [Fact]
    public async Task Any_text_can_be_written_and_is_found_by_its_words()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var distinct = string.Join(' ', Enumerable.Range(0, 3000).Select(i => char.ConvertFromUtf32(0x20000 + i)));
        foreach (var description in (string[])[distinct, new string('x', 10_000), string.Concat(Enumerable.Repeat("' \\ ", 2000)), string.Concat(Enumerable.Repeat("a ", 5000)), string.Concat(Enumerable.Repeat("e\u0301", 5000)), "\ufdfa\ufb2c \u2028\u200f"])
            await me.Add(new { title = "Odd", description, tags = "'" });
        Assert.Equal(6, (await me.Get(me.Tasks + "?q=odd")).GetArrayLength());
        Assert.Equal(1, (await me.Get($"{me.Tasks}?q={Uri.EscapeDataString(char.ConvertFromUtf32(0x20000 + 2999))}")).GetArrayLength());
        // What was adopted may be longer than what the API takes.
        await host.Execute($"insert into task (user_id, title, description, tags) select {me.Id}, 'Adopted', string_agg(chr(131072 + i), ' '), repeat('tag,', 500) from generate_series(1, 40000) i");
        Assert.Equal(1, (await me.Get(me.Tasks + "?q=adopted")).GetArrayLength());
        Assert.True(await host.Scalar<long>($"select count(*) from word where user_id = {me.Id}") < 5000);
    }

    [Fact]
    public async Task Of_a_word_that_all_tasks_have_the_newest_thousand_are_ranked_and_all_are_sorted()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await host.Execute($"""
            insert into task (user_id, title, description, created_at)
            select {me.Id}, case when i % 10 = 0 then 'common ' || i else 'x' || i end, 'a common word', now() - i * interval '1 minute' from generate_series(1, 8500) i
            """);
        Assert.Equal(8500, await host.Scalar<long>($"select uses from word where user_id = {me.Id} and word = 'common'"));
        var ranked = await TaskListTests.Pages(me, me.Tasks + "?q=common&limit=300");
        Assert.Equal(1000, ranked.Distinct().Count());
        Assert.Equal("common 10", (await me.Get(me.Tasks + "?q=common&limit=1"))[0].Text("title"));
        Assert.Equal(8500, (await TaskListTests.Pages(me, me.Tasks + "?q=common&limit=500&sort=title")).Distinct().Count());
        Assert.Equal(8500, (await TaskListTests.Pages(me, me.Tasks + "?q=-rare&limit=500&sort=oldest")).Distinct().Count());
        Assert.Equal(10, (await me.Get(me.Tasks + "?q=common+x8499+x849")).GetArrayLength() + (await me.Get(me.Tasks + "?q=common+x849&limit=9")).GetArrayLength());
    }

    /// <summary>PostgreSQL keeps a plan that is made for any word from the sixth time on, if it takes it to be as good.</summary>
    [Fact]
    public async Task A_word_whose_letters_no_trigram_has_is_no_slower_the_tenth_time()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        await host.Execute($"insert into word (user_id, word, uses) select {me.Id}, md5(i::text), 1 from generate_series(1, 30000) i");
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        await using var connection = await source.OpenConnectionAsync();
        await using (var enter = new NpgsqlCommand($"select set_config('app.user_id', '{me.Id}', false)", connection)) await enter.ExecuteNonQueryAsync();
        var times = new List<TimeSpan>();
        for (var i = 0; i < 15; i++)
        {
            var clock = Stopwatch.StartNew();
            await using var guess = new NpgsqlCommand("select search_guesses(repeat(chr(57345 + $1), 6))", connection) { Parameters = { new() { Value = i } } };
            Assert.Empty((string[])(await guess.ExecuteScalarAsync())!);
            times.Add(clock.Elapsed);
        }
        Assert.True(times[10..].Min() < 3 * times[..5].Max(), string.Join(", ", times));
    }

    [Fact]
    public async Task Marks_and_words_are_the_same_here_and_in_the_database()
    {
        var host = await TestHost.Shared;
        // Each letter of the scripts that have marks, between two letters; and where words end, whatever the letter.
        var fold = await host.Scalar<string[]>("select array_agg(fold('a' || chr(c) || 'b') order by c) from generate_series(32, 8191) c where c not between 768 and 879");
        var expected = Enumerable.Range(32, 8192 - 32).Where(c => c is < 768 or > 879).ToList();
        var different = expected.Zip(fold).Where(pair => Folded($"a{(char)pair.First}b") != pair.Second && new SearchText($"{(char)pair.First}").Words.Count > 0 && pair.Second.Length == 3)
            .Select(pair => $"{pair.First:x4} {Folded($"a{(char)pair.First}b")} {pair.Second}").ToList();
        Assert.True(different.Count <= 40, string.Join("; ", different));
        foreach (var text in (string[])["Ärger Größe ŻÓŁĆ Ệ 가나 Жук", "a🍎b, e-mail 12:30 50€ 会議。メモ x_y %", "„Über“ C++ & 100%", "nai\u0308ve İstanbul ıyi Straẞe"])
            Assert.Equal(await host.Scalar<string[]>($"select words_of(fold('{text}'))"), Words(text));
        var split = await host.Scalar<int[]>("select array_agg(cardinality(words_of('a' || chr(c) || 'b')) order by c) from generate_series(32, 65535) c where c not between 55296 and 57343 and c not between 768 and 879 and c not between 6832 and 6911 and c not between 7616 and 7679 and c not between 65 and 90 and c not in (8486, 8490, 8491)");
        var letters = Enumerable.Range(32, 65536 - 32).Where(c => c is not ((>= 55296 and <= 57343) or (>= 768 and <= 879) or (>= 6832 and <= 6911) or (>= 7616 and <= 7679) or (>= 65 and <= 90) or 8486 or 8490 or 8491));
        Assert.Empty(letters.Zip(split).Where(pair => new SearchText($"a{(char)pair.First}b").Words.Count != pair.Second).Select(pair => pair.First.ToString("x4", CultureInfo.InvariantCulture)));
    }

    static string Folded(string text) => new SearchText(text).Whole;

    static IEnumerable<string> Words(string text)
    {
        var read = new SearchText(text);
        for (var i = 0; i < read.Words.Count; i++) yield return read[i].ToString();
    }
}
