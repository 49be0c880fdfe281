using System.Text.RegularExpressions;

namespace Doneon.BrowserTests;

public class FirstDayTests
{
    [Fact]
    public Task What_was_done_on_the_first_day_is_there_after_logging_in_again() => Visit.Make(async visit =>
    {
        var page = visit.Page;
        var name = await page.Register();
        await page.Add("Buy milk", "Water the plants", "Call the bank");

        // Edit in the details.
        await page.TitleOf("Buy milk").ClickAsync();
        await page.Details().GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("Buy oat milk");
        await page.Details().GetByRole(AriaRole.Radio, new() { Name = "High" }).ClickAsync();
        await page.Details().Button("Today").ClickAsync();
        await page.Details().Button("Close").ClickAsync();
        await Expect(page.Row("Buy oat milk")).ToBeVisibleAsync();

        // Complete, and take it back.
        await page.CheckOf("Call the bank").ClickAsync();
        await Expect(page.Row("Call the bank")).ToHaveCountAsync(0);
        await page.Undo("Completed “Call the bank”");
        await Expect(page.CheckOf("Call the bank")).Not.ToBeCheckedAsync();

        // Filter.
        await page.GoTo("Today");
        await page.SeesTasks("Buy oat milk");
        await page.GoTo("High priority");
        await page.SeesTasks("Buy oat milk");
        await page.GoTo("All tasks");

        // Search.
        await page.SearchBox().FillAsync("plants");
        await page.SeesTasks("Water the plants");
        await Expect(page).ToHaveURLAsync(new Regex("[?&]q=plants"));
        await page.SearchBox().FillAsync("");
        await page.SeesTasks("Buy oat milk", "Water the plants", "Call the bank");

        // Several at once.
        await page.Row("Water the plants").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await page.Row("Call the bank").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Expect(page.BulkBar()).ToContainTextAsync("2 selected");
        await page.BulkBar().Button("Complete").ClickAsync();
        await page.SeesTasks("Buy oat milk");

        await page.LogOut();
        await page.LogIn(name);
        await page.SeesTasks("Buy oat milk");
        await page.GoTo("Completed");
        await page.SeesTasks("Water the plants", "Call the bank");
    });
}
