using System.Text.RegularExpressions;

namespace Doneon.BrowserTests;

public class LinkTests
{
    [Fact]
    public Task Back_reload_and_a_copied_address_show_the_same_view() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        foreach (var title in (string[])["Banana milk", "Apple milk", "Cherry"]) await visit.Add(person, new { title, tags = "shop" });
        await visit.Open("/");
        await page.GoTo("#shop");
        await page.SortBox().SelectOptionAsync("Title");
        await page.SearchBox().FillAsync("milk");
        await Expect(page.Rows()).ToHaveTextAsync([new Regex("Apple milk"), new Regex("Banana milk")]);
        await Expect(page).ToHaveURLAsync(new Regex("[?&]q=milk"));
        var address = page.Url;

        await page.ReloadAsync();
        await SeesTheSame(page);

        var copy = await visit.Context.NewPageAsync();
        await copy.GotoAsync(address);
        await SeesTheSame(copy);

        await page.GoTo("Completed");
        await page.GoBackAsync();
        await SeesTheSame(page);
    });

    [Fact]
    public Task Back_closes_the_details_and_a_copied_address_opens_them() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Add(person, new { title = "Buy milk" });
        await visit.Open("/");
        await page.TitleOf("Buy milk").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("[?&]task=\\d+"));
        var address = page.Url;
        await page.GoBackAsync();
        await Expect(page.Details()).ToBeHiddenAsync();

        var copy = await visit.Context.NewPageAsync();
        await copy.GotoAsync(address);
        await Expect(copy.Details().GetByRole(AriaRole.Textbox, new() { Name = "Title" })).ToHaveValueAsync("Buy milk");
    });

    [Fact]
    public Task An_unknown_address_shows_a_page_that_says_so() => Visit.Make(async visit =>
    {
        visit.Expect("404");
        visit.Expect("401");
        var answer = await visit.Page.GotoAsync("/no/such/page");
        Assert.Equal(404, answer!.Status);
        await Expect(visit.Page.Heading()).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/login"));
    });

    [Fact]
    public Task Who_is_not_logged_in_lands_after_the_login_where_the_link_led() => Visit.Make(async visit =>
    {
        var page = visit.Page;
        visit.Expect("401");
        var person = await visit.Site.NewPerson();
        await visit.Open("/?view=completed&sort=title");
        await Expect(page).ToHaveURLAsync(new Regex("/login\\?next="));
        await page.LogIn(person.Name);
        await Expect(page).ToHaveURLAsync("/?view=completed&sort=title");
        await page.SeesView("Completed");
    });

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("/\t/elsewhere.example/")]
    [InlineData("javascript:window.hit=true")]
    public Task A_login_link_leads_nowhere_else(string next) => Visit.Make(async visit =>
    {
        visit.Expect("401");
        var person = await visit.Site.NewPerson();
        await visit.Open("/login?next=" + Uri.EscapeDataString(next));
        await visit.Page.LogIn(person.Name);
        await visit.Page.SeesView("All tasks");
        Assert.StartsWith(visit.Site.Address + "/", visit.Page.Url);
    });

    static async Task SeesTheSame(IPage page)
    {
        await page.SeesView("#shop");
        await Expect(page.SearchBox()).ToHaveValueAsync("milk");
        await Expect(page.Rows()).ToHaveTextAsync([new Regex("Apple milk"), new Regex("Banana milk")]);
    }
}
