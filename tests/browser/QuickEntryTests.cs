namespace Doneon.BrowserTests;

public class QuickEntryTests
{
    static ILocator Recognised(IPage page) => page.GetByRole(AriaRole.List, new() { Name = "Recognised" }).GetByRole(AriaRole.Listitem);

    [Fact]
    public Task A_line_becomes_a_task_and_what_was_not_meant_is_dismissed() => Visit.MakeAs(async (visit, _) =>
    {
        var page = visit.Page;
        await visit.Open("/");
        await page.NewTask().FillAsync("Pay rent tomorrow 9am !high #home");
        await Expect(Recognised(page)).ToHaveTextAsync(["Tomorrow", "09:00", "High", "#home"]);
        await page.NewTask().PressAsync("Enter");
        await Expect(page.Row("Pay rent")).ToContainTextAsync("Tomorrow 09:00");
        await Expect(page.Row("Pay rent")).ToContainTextAsync("#home");
        await Expect(page.TitleOf("Pay rent").Locator("bdi").First).ToHaveTextAsync("Pay rent");

        await page.NewTask().FillAsync("Rewatch Tomorrow Never Dies tomorrow #films");
        await Expect(Recognised(page)).ToHaveTextAsync(["Tomorrow", "#films"]);
        await page.Button("Leave “#films” in the title").ClickAsync();
        await Expect(Recognised(page)).ToHaveTextAsync(["Tomorrow"]);
        await page.Button("Leave “tomorrow” in the title").ClickAsync();
        await Expect(Recognised(page)).ToHaveCountAsync(0);
        await page.NewTask().PressAsync("Enter");
        await Expect(page.TitleOf("Rewatch").Locator("bdi").First).ToHaveTextAsync("Rewatch Tomorrow Never Dies tomorrow #films");

        // Only the one that was dismissed, not what is written the same.
        await page.NewTask().FillAsync("Plan #a and #ab and #a again");
        await Expect(Recognised(page)).ToHaveTextAsync(["#a", "#ab", "#a"]);
        await page.Button("Leave “#a” in the title").First.ClickAsync();
        await Expect(Recognised(page)).ToHaveTextAsync(["#ab", "#a"]);
        await page.NewTask().PressAsync("End");
        await page.NewTask().PressSequentiallyAsync(" !low");
        await Expect(Recognised(page)).ToHaveTextAsync(["#ab", "#a", "Low"]);
        await page.NewTask().PressAsync("Enter");
        await Expect(page.TitleOf("Plan").Locator("bdi").First).ToHaveTextAsync("Plan #a and and again");

        await page.NewTask().FillAsync("Blumen gießen jeden Montag");
        await Expect(Recognised(page)).ToContainTextAsync(["jeden Montag, from"]);
        await page.NewTask().PressAsync("Enter");
        await Expect(page.Row("Blumen gießen").GetByLabel("Repeats")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Whoever_types_faster_than_the_server_reads_loses_nothing_and_keeps_the_order() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Open("/");
        await page.RouteAsync("**/tasks/parse", async route =>
        {
            await Task.Delay(300);
            await route.ContinueAsync();
        });
        foreach (var line in (string[])["Milk !high", "Bread tomorrow", "Eggs #shop"])
        {
            await page.NewTask().FillAsync(line);
            await page.NewTask().PressAsync("Enter");
        }
        await page.SeesTasks("Milk", "Bread", "Eggs");
        await page.IsSaved();
        Assert.Equal(["Milk", "Bread", "Eggs"], await visit.Site.Titles(person));
    });

    [Fact]
    public Task A_line_is_added_once_though_the_box_goes_and_comes_back_while_it_is_read() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Open("/");
        var read = new TaskCompletionSource();
        await page.RouteAsync("**/tasks/parse", async route =>
        {
            await read.Task;
            await route.ContinueAsync();
        });
        await page.NewTask().FillAsync("Milk");
        await page.NewTask().PressAsync("Enter");
        await page.GoTo("Completed");
        await Expect(page.NewTask()).ToHaveCountAsync(0);
        await page.GoTo("All tasks");
        await Expect(page.NewTask()).ToHaveValueAsync("");
        read.SetResult();
        await page.SeesTasks("Milk");
        await Expect(page.NewTask()).ToHaveValueAsync("");
        await page.IsSaved();
        Assert.Equal(["Milk"], await visit.Site.Titles(person));
        await visit.Open("/");
        await Expect(page.NewTask()).ToHaveValueAsync("");
    });

    [Fact]
    public Task A_line_that_nobody_can_read_is_the_title() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        visit.ExpectNoConnection();
        visit.Expect("500");
        await visit.Open("/");
        await Expect(page.NewTask()).ToBeVisibleAsync();
        await page.RouteAsync("**/tasks/parse", route => route.FulfillAsync(new() { Status = 500 }));
        await page.Add("Milk tomorrow");
        await visit.Context.SetOfflineAsync(true);
        await page.Add("Bread tomorrow");
        await visit.Context.SetOfflineAsync(false);
        await page.IsSaved();
        Assert.Equal(["Milk tomorrow", "Bread tomorrow"], await visit.Site.Titles(person));
    });
}
