namespace Doneon.BrowserTests;

public class ExchangeTests
{
    static async Task Choose(IPage page, string name, string content) =>
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes(content) });

    [Fact]
    public Task Everything_is_taken_along_and_brought_into_another_account() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Add(person, new { title = "Water the plants", due_date = "2030-05-06T09:00", tags = "home", recursion_pattern = "weekly" });
        await visit.Add(person, new { title = "Buy milk" });
        await visit.Open("/account");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Link("JSON").ClickAsync());
        Assert.StartsWith($"doneon-{person.Name}-", download.SuggestedFilename, StringComparison.Ordinal);
        var file = await File.ReadAllTextAsync(await download.PathAsync());

        // Here it is all there already.
        await Choose(page, "tasks.json", file);
        await Expect(page.GetByText("0 tasks would be added. 2 are there already.")).ToBeVisibleAsync();

        var other = await visit.Site.NewPerson();
        await page.LogOut();
        await page.LogIn(other.Name);
        await page.SeesView("All tasks");
        await visit.Open("/account");
        await Choose(page, "tasks.json", file);
        await page.Button("Bring 2 tasks").ClickAsync();
        await Expect(page.GetByText("2 tasks added. 0 were there already.")).ToBeVisibleAsync();
        await page.Link("Back to the tasks").ClickAsync();
        await page.SeesTasks("Water the plants", "Buy milk");
        await Expect(page.Row("Water the plants").GetByLabel("Repeats")).ToBeVisibleAsync();
    });

    [Fact]
    public Task The_columns_of_a_spreadsheet_are_chosen_and_what_is_wrong_is_left_out() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Open("/account");
        await Choose(page, "list.csv", "What,When\nPay rent,2030-05-01\nBuy milk,some day\n");
        visit.Expect("422");
        var what = page.GetByRole(AriaRole.Combobox, new() { Name = "What", Exact = true });
        await what.SelectOptionAsync("title");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "When", Exact = true }).SelectOptionAsync("due_date");
        await Expect(page.GetByText("Something is wrong with 1 task:").First).ToBeVisibleAsync();
        await page.GetByLabel("Leave these out and bring the others").CheckAsync();
        await page.Button("Bring 1 task").ClickAsync();
        await Expect(page.GetByText("1 task added.")).ToBeVisibleAsync();
        Assert.Equal(["Pay rent"], await visit.Site.Titles(person));
    });
}
