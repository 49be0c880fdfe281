using System.Text.RegularExpressions;

namespace Doneon.BrowserTests;

/// <summary>The first day on a phone, by taps alone; at each step every control is as large as a finger.</summary>
public class PhoneTests
{
    [Fact]
    public Task The_first_day_goes_by_taps_alone() => Visit.Make(async visit =>
    {
        var page = visit.Page;
        var name = Person.NewName();
        await visit.Open("/register");
        await page.FitsFingers();
        await Write(page.Field("User name"), name);
        await Write(page.Field("E-mail"), Person.EmailOf(name));
        await Write(page.Field("Password"), Person.Password);
        await page.Button("Create account").TapAsync();
        await page.SeesView("All tasks");
        await page.FitsFingers();

        foreach (var title in (string[])["Call the bank", "Water the plants", "Buy milk"])
        {
            await Write(page.NewTask(), title);
            await page.NewTask().PressAsync("Enter");
            await Expect(page.Row(title)).ToBeVisibleAsync();
        }
        await page.FitsFingers();

        await page.TitleOf("Buy milk").TapAsync();
        await Write(page.Details().GetByRole(AriaRole.Textbox, new() { Name = "Title" }), "Buy oat milk");
        await page.Details().GetByRole(AriaRole.Radio, new() { Name = "High" }).TapAsync();
        await page.Details().Button("Today").TapAsync();
        await page.FitsFingers();
        await page.Details().Button("Close").TapAsync();
        await Expect(page.Details()).ToBeHiddenAsync();
        await Expect(page.Row("Buy oat milk")).ToBeVisibleAsync();

        await page.CheckOf("Call the bank").TapAsync();
        await Expect(page.Row("Call the bank")).ToHaveCountAsync(0);
        await page.FitsFingers();
        await page.Toasts().Button("Undo").TapAsync();
        await Expect(page.Row("Call the bank")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Today" }).TapAsync();
        await page.SeesView("Today");
        await page.SeesTasks("Buy oat milk");
        await page.Button("More").TapAsync();
        await Expect(page.Window("Menu")).ToBeVisibleAsync();
        await page.FitsFingers();
        await page.Window("Menu").GetByRole(AriaRole.Link, new() { Name = "High priority" }).TapAsync();
        await page.SeesView("High priority");
        await Expect(page.Window("Menu")).ToBeHiddenAsync();
        await page.SeesTasks("Buy oat milk");
        await page.GetByRole(AriaRole.Link, new() { Name = "All" }).TapAsync();
        await page.SeesView("All tasks");

        await page.Button("Search").TapAsync();
        await Write(page.SearchBox(), "plants");
        await page.SeesTasks("Water the plants");
        await page.FitsFingers();
        await Write(page.SearchBox(), "");
        await page.SeesTasks("Buy oat milk", "Water the plants", "Call the bank");

        await page.Button("Select several").TapAsync();
        await page.GetByLabel("Select: Water the plants").TapAsync();
        await page.GetByLabel("Select: Call the bank").TapAsync();
        await Expect(page.BulkBar()).ToContainTextAsync("2 selected");
        await page.FitsFingers();
        await page.BulkBar().Button("Complete").TapAsync();
        await page.SeesTasks("Buy oat milk");

        await page.Button("More").TapAsync();
        await page.Window("Menu").GetByRole(AriaRole.Link, new() { Name = "Account" }).TapAsync();
        await page.SeesView("Account");
        await page.FitsFingers();
        await page.Button("Log out").TapAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/login"));
        await page.FitsFingers();

        await Write(page.Field("User name or e-mail"), name);
        await Write(page.Field("Password"), Person.Password);
        await page.Button("Log in").TapAsync();
        await page.SeesTasks("Buy oat milk");
    }, Device.Phone);

    static async Task Write(ILocator field, string text)
    {
        await field.TapAsync();
        await Expect(field).ToBeFocusedAsync();
        await field.FillAsync(text);
    }
}
