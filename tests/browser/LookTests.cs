namespace Doneon.BrowserTests;

/// <summary>Themes, motion, direction and zoom.</summary>
public class LookTests
{
    const string Background = "getComputedStyle(document.body).backgroundColor";

    [Fact]
    public async Task The_theme_follows_the_system_until_one_is_chosen()
    {
        var (light, dark) = ("", "");
        await Visit.Make(async visit =>
        {
            await visit.Open("/login");
            light = await visit.Page.EvaluateAsync<string>(Background);
        });
        await Visit.MakeAs(async (visit, _) =>
        {
            var page = visit.Page;
            await visit.Open("/account");
            dark = await page.EvaluateAsync<string>(Background);
            Assert.NotEqual(light, dark);

            await page.GetByText("Light", new() { Exact = true }).ClickAsync();
            Assert.Equal(light, await page.EvaluateAsync<string>(Background));
            await page.ReloadAsync();
            Assert.Equal(light, await page.EvaluateAsync<string>(Background));

            await page.GetByText("System", new() { Exact = true }).ClickAsync();
            Assert.Equal(dark, await page.EvaluateAsync<string>(Background));
        }, Device.Desktop with { Dark = true });
    }

    [Fact]
    public Task Nothing_moves_for_who_wants_less_motion() => Visit.MakeAs(async (visit, _) =>
    {
        var page = visit.Page;
        await visit.Open("/");
        await page.Add("Buy milk");
        await page.TitleOf("Buy milk").ClickAsync();
        await Expect(page.Details()).ToBeVisibleAsync();
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('*')].filter(one => [getComputedStyle(one).transitionDuration, getComputedStyle(one).animationDuration]
                .some(times => times.split(', ').some(time => parseFloat(time) > 0.02))).map(one => one.outerHTML.slice(0, 120))
            """));
    }, Device.Desktop with { LessMotion = true });

    [Theory]
    [InlineData(1280, 800, false)]
    [InlineData(390, 844, true)]
    public Task Right_to_left_does_not_break_the_page(int width, int height, bool touch) => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Context.AddInitScriptAsync("new MutationObserver(() => { if (document.documentElement && document.documentElement.dir !== 'rtl') document.documentElement.dir = 'rtl'; }).observe(document, { childList: true, subtree: true, attributes: true })");
        await visit.Site.AddTasks(person, 12);
        await visit.Open("/");
        await Expect(page.Rows().First).ToBeVisibleAsync();
        await page.FitsTheWindow();
        await page.TitleOf("Sail to the harbour").ClickAsync();
        await Expect(page.Details()).ToBeVisibleAsync();
        await page.FitsTheWindow();
        await visit.Open("/account");
        await page.SeesView("Account");
        await page.FitsTheWindow();
    }, new Device(width, height, touch));

    [Theory]
    [InlineData(640, 400)]
    [InlineData(320, 256)]
    public Task Zoom_does_not_break_the_page(int width, int height) => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Site.AddTasks(person, 12);
        foreach (var path in (string[])["/", "/account", "/?view=completed"])
        {
            await visit.Open(path);
            await Expect(page.Heading()).ToBeVisibleAsync();
            await page.FitsTheWindow();
        }
        await visit.Open("/");
        await page.TitleOf("Sail to the harbour").ClickAsync();
        await Expect(page.Details()).ToBeVisibleAsync();
        await page.FitsTheWindow();
        await page.Details().Button("Close").ClickAsync();
        await Expect(page.Details()).ToBeHiddenAsync();
        await page.Add("Still possible");
    }, new Device(width, height));
}
