using System.Text.RegularExpressions;

namespace Doneon.BrowserTests;

public class DetailsTests
{
    [Fact]
    public Task Everything_about_a_task_can_be_changed_in_its_details() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Add(person, new { title = "Another", tags = "garden,home" });
        await visit.Add(person, new { title = "Plain" });
        await visit.Open("/");
        await page.TitleOf("Plain").ClickAsync();
        var details = page.Details();

        await Text(details, "Title").FillAsync("Fancy");
        await Text(details, "Description").FillAsync("Some **bold** words");
        await details.GetByRole(AriaRole.Radio, new() { Name = "High" }).ClickAsync();
        await Expect(details.Locator("strong")).ToHaveTextAsync("bold");
        await details.Button("Edit description").ClickAsync();
        await Expect(Text(details, "Description")).ToHaveValueAsync("Some **bold** words");
        await Text(details, "Description").PressAsync("Escape");

        await details.Button("Tomorrow").ClickAsync();
        await Expect(details.Button("Tomorrow")).ToHaveAttributeAsync("aria-pressed", "true");
        await details.GetByRole(AriaRole.Combobox, new() { Name = "Tags" }).FillAsync("gar");
        await page.Keyboard.PressAsync("Enter");
        await Text(details, "Repeats").FillAsync("every Monday");
        await details.Button("Close").ClickAsync();
        await Expect(page.Row("Fancy")).ToContainTextAsync("#garden");
        await Expect(page.Row("Fancy")).ToContainTextAsync("Tomorrow");

        await page.ReloadAsync();
        await page.TitleOf("Fancy").ClickAsync();
        await Expect(details.Locator("strong")).ToHaveTextAsync("bold");
        await Expect(details.GetByRole(AriaRole.Radio, new() { Name = "High" })).ToBeCheckedAsync();
        await Expect(Text(details, "Repeats")).ToHaveValueAsync("every Monday");
        await details.Button("No date").ClickAsync();
        await details.Button("Delete").ClickAsync();
        await page.SeesTasks("Another");

        await page.GoTo("Trash");
        await page.TitleOf("Fancy").ClickAsync();
        await details.Button("Restore").ClickAsync();
        await page.GoTo("All tasks");
        await page.SeesTasks("Another", "Fancy");
    });

    [Fact]
    public Task A_day_can_be_chosen_from_the_calendar() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Add(person, new { title = "Plain" });
        await visit.Open("/");
        await page.TitleOf("Plain").ClickAsync();
        await page.Details().Button("Another day").ClickAsync();
        await page.Details().Button("Next month").PressAsync("Escape");
        await Expect(page.Details().Button("Next month")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Details().Button("Next month").ClickAsync();
        await page.Details().GetByRole(AriaRole.Gridcell).Filter(new() { HasText = "15" }).GetByRole(AriaRole.Button).ClickAsync();
        var chosen = DateTime.Today.AddDays(1 - DateTime.Today.Day).AddMonths(1).AddDays(14);
        await Expect(page.Row("Plain")).ToContainTextAsync(new Regex($"15 {chosen:MMM}|{chosen:MMM} 15"));
    });

    [Fact]
    public Task What_is_typed_when_the_page_is_closed_is_kept() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Add(person, new { title = "Plain" });
        await visit.Open("/");
        await page.NewTask().FillAsync("Half a tho");
        await page.TitleOf("Plain").ClickAsync();
        await Text(page.Details(), "Description").FillAsync("Just typed");
        await page.ReloadAsync();
        await Expect(page.NewTask()).ToHaveValueAsync("Half a tho");
        await Expect(page.Details()).ToContainTextAsync("Just typed");
    });

    static ILocator Text(ILocator place, string name) => place.GetByRole(AriaRole.Textbox, new() { Name = name, Exact = true });
}
