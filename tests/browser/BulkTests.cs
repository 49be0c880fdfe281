namespace Doneon.BrowserTests;

public class BulkTests
{
    static readonly string[] All = ["One", "Two", "Three", "Four", "Five"];

    [Fact]
    public Task Several_tasks_change_together_and_change_back_together() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        foreach (var title in All) await visit.Add(person, new { title, priority = "Low" });
        await visit.Open("/?sort=oldest");
        await Select(page);

        await page.BulkBar().Button("Priority").ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "High" }).ClickAsync();
        await page.Undo("Changed 3 tasks");
        await page.GoTo("Low priority");
        await page.SeesTasks(All);

        await visit.Open("/?sort=oldest");
        await Select(page);
        await page.BulkBar().Button("Date").ClickAsync();
        await page.Button("Today").ClickAsync();
        await Expect(page.Toasts()).ToContainTextAsync("Changed 3 tasks");
        await page.GoTo("Today");
        await page.SeesTasks("Two", "Three", "Four");

        await page.Keyboard.PressAsync("Control+a");
        await page.BulkBar().Button("Tags").ClickAsync();
        await page.Keyboard.TypeAsync("shop");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await page.GoTo("#shop");
        await page.SeesTasks("Two", "Three", "Four");

        await page.Keyboard.PressAsync("Control+a");
        await page.BulkBar().Button("Delete").ClickAsync();
        await Expect(page.Rows()).ToHaveCountAsync(0);
        await page.GoTo("Trash");
        await page.SeesTasks("Two", "Three", "Four");
        await page.Keyboard.PressAsync("Control+a");
        await page.BulkBar().Button("Restore").ClickAsync();
        await Expect(page.Rows()).ToHaveCountAsync(0);
        await page.GoTo("All tasks");
        await page.SeesTasks(All);
        Assert.Equal(All, await visit.Site.Titles(person));
    });

    /// <summary>From the second to the fourth.</summary>
    static async Task Select(IPage page)
    {
        await page.Row("Two").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await page.Row("Four").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(page.BulkBar()).ToContainTextAsync("3 selected");
    }
}
