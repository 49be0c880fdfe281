namespace Doneon.BrowserTests;

public class OfflineTests
{
    [Fact]
    public Task A_reload_while_offline_shows_the_app_and_the_last_known_list() => Visit.MakeAs(async (visit, _) =>
    {
        var page = visit.Page;
        visit.ExpectNoConnection();
        await visit.Open("/");
        await page.Add("Buy milk", "Water the plants");
        await page.IsSaved();
        await visit.WaitForServiceWorker();

        await visit.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.SeesTasks("Buy milk", "Water the plants");
        await Expect(page.Banner()).ToContainTextAsync("You are offline.");
    });

    [Fact]
    public Task What_was_added_offline_goes_out_after_a_reload() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        visit.ExpectNoConnection();
        await visit.Open("/");
        await page.Add("Before");
        await page.IsSaved();
        await visit.WaitForServiceWorker();

        await visit.Context.SetOfflineAsync(true);
        await page.Add("Offline one", "Offline two");
        await Expect(page.Banner()).ToContainTextAsync("2 changes waiting");
        await page.ReloadAsync();
        await page.SeesTasks("Before", "Offline one", "Offline two");

        await visit.Context.SetOfflineAsync(false);
        await Expect(page.Banner()).ToBeHiddenAsync(new() { Timeout = 30_000 });
        Assert.Equal(["Before", "Offline one", "Offline two"], await visit.Site.Titles(person));
    });
}
