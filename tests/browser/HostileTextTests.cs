namespace Doneon.BrowserTests;

/// <summary>Whatever somebody writes is text: nothing of it runs, and nothing is fetched (the watch sees to that).</summary>
public class HostileTextTests
{
    const string Picture = "<img src=\"https://elsewhere.example/a.png\" onerror=\"window.hit = true\">";

    public static readonly TheoryData<string> Titles =
    [
        Picture,
        "<script>window.hit = true</script>",
        "\"><svg onload=window.hit=true>",
        "javascript:window.hit=true",
        "{{constructor.constructor('window.hit=true')()}}",
        string.Concat(Enumerable.Repeat("🦔", 200)),
        "\u202Eright to left اشتر الحليب קנה חלב",
        "zero\u200Bwidth\u200Djoined",
        "w" + new string('i', 197) + "de",
    ];

    [Theory, MemberData(nameof(Titles))]
    public Task A_hostile_title_is_just_text(string title) => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Open("/");
        await page.Add("Neighbour");
        await page.NewTask().FillAsync(title);
        await page.NewTask().PressAsync("Enter");
        await Expect(page.Rows()).ToHaveCountAsync(2);
        await Expect(page.Rows().First).ToContainTextAsync(title);

        await page.Rows().First.GetByRole(AriaRole.Button).Filter(new() { HasText = title }).ClickAsync();
        await Expect(page.Details().GetByRole(AriaRole.Textbox, new() { Name = "Title" })).ToHaveValueAsync(title);
        await page.DoesNotScrollSideways();
        await page.Details().Button("Delete").ClickAsync();
        await Expect(page.Rows()).ToHaveCountAsync(1);
        await page.Undo("Deleted");
        await Expect(page.Rows()).ToHaveCountAsync(2);
        await NothingRan(page);
        Assert.Equal(["Neighbour", title], await visit.Site.Titles(person));
    });

    [Fact]
    public Task A_hostile_description_runs_nothing_and_fetches_nothing() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Add(person, new
        {
            title = "Hostile",
            description = $$"""
                # A heading

                [run](javascript:window.hit=true) [data](data:text/html,<script>window.hit=true</script>) [fine](https://example.org/fine)
                [vb](vbscript:window.hit=true) <a href="javascript:window.hit=true">raw link</a> [tab](java&#x09;script:window.hit=true)

                {{Picture}} ![far](https://elsewhere.example/b.png) <iframe src="https://elsewhere.example/"></iframe>
                <style>body { display: none }</style><script>window.hit = true</script>
                <form action="https://elsewhere.example/"><button>Send</button></form><base href="https://elsewhere.example/">

                **strong words**
                """,
        });
        await visit.Open("/");
        await page.TitleOf("Hostile").ClickAsync();
        await Expect(page.Details().GetByText("strong words")).ToBeVisibleAsync();
        await Expect(page.Details().Locator("strong")).ToHaveTextAsync("strong words");
        await Expect(page.Details().Locator("img, iframe, script, style, form, base, object, embed")).ToHaveCountAsync(0);
        var links = await page.Details().Locator("[href], [src]").EvaluateAllAsync<string[]>("links => links.map(link => link.href ?? link.src)");
        Assert.Contains("https://example.org/fine", links);
        Assert.All(links, link => Assert.StartsWith("https://", link));
        foreach (var link in await page.Details().GetByText("run").AllAsync()) await link.ClickAsync();
        await NothingRan(page);
    });

    static async Task NothingRan(IPage page) => Assert.False(await page.EvaluateAsync<bool>("window.hit === true"));
}
