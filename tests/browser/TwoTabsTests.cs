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
