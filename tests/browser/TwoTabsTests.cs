namespace Doneon.BrowserTests;

public class TwoTabsTests
{
    [Fact]
    public Task What_changes_in_one_tab_changes_in_the_other() => Visit.MakeAs(async (visit, _) =>
    {
        var (one, other) = (visit.Page, await visit.Context.NewPageAsync());
        await one.GotoAsync("/");
        await other.GotoAsync("/");

        await one.Add("Buy milk");
        await Expect(other.Row("Buy milk")).ToBeVisibleAsync();

        await other.CheckOf("Buy milk").ClickAsync();
        await Expect(one.Row("Buy milk")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task What_two_tabs_added_offline_goes_out_once() => Visit.MakeAs(async (visit, person) =>
    {
        var (one, other) = (visit.Page, await visit.Context.NewPageAsync());
        visit.ExpectNoConnection();
        await one.GotoAsync("/");
        await other.GotoAsync("/");

        await visit.Context.SetOfflineAsync(true);
        await one.Add("First of one");
        await other.Add("First of the other");
        await one.Add("Second of one");
        await other.Add("Second of the other");

        await visit.Context.SetOfflineAsync(false);
        foreach (var page in (IPage[])[one, other])
        {
            await Expect(page.Banner()).ToBeHiddenAsync(new() { Timeout = 30_000 });
            await Expect(page.Rows()).ToHaveCountAsync(4);
        }
        Assert.Equal(["First of one", "First of the other", "Second of one", "Second of the other"], (await visit.Site.Titles(person)).Order());
    });

    [Fact]
    public Task Who_logs_out_in_one_tab_is_logged_out_in_the_other() => Visit.MakeAs(async (visit, _) =>
    {
        var (one, other) = (visit.Page, await visit.Context.NewPageAsync());
        await one.GotoAsync("/");
        await one.Add("Buy milk");
        await other.GotoAsync("/");
        await Expect(other.Row("Buy milk")).ToBeVisibleAsync();

        visit.Expect("401");
        await one.LogOut();
        await Expect(other.Row("Buy milk")).ToHaveCountAsync(0);
    });
}
