using System.Globalization;

namespace Doneon.BrowserTests;

public class RepetitionTests
{
    static ILocator Repeats(IPage page) => page.Details().GetByRole(AriaRole.Textbox, new() { Name = "Repeats" });

    static ILocator Choice(ILocator place, string name) => place.GetByRole(AriaRole.Radio, new() { Name = name, Exact = true });

    [Fact]
    public Task A_task_is_told_to_repeat_done_and_there_again() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Add(person, new { title = "Water the plants" });
        await visit.Open("/");
        await page.TitleOf("Water the plants").ClickAsync();
        await page.Details().Button("Tomorrow").ClickAsync();

        // What is not understood is explained, and nothing is saved of it.
        visit.Expect("422");
        await Repeats(page).FillAsync("now and then");
        await Expect(page.Details().GetByRole(AriaRole.Alert)).ToContainTextAsync("not understood");
        await Repeats(page).FillAsync("every 3 days");
        await Expect(page.Details().GetByRole(AriaRole.Status)).ToContainTextAsync("every 3 days.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Details().Button("Stop repeating")).ToBeVisibleAsync();
        await page.Details().Button("Close").ClickAsync();
        await page.IsSaved();

        await page.CheckOf("Water the plants").ClickAsync();
        await Expect(page.Row("Water the plants")).ToContainTextAsync(DateTime.Now.AddDays(4).ToString("d MMM", CultureInfo.InvariantCulture));
        await page.Undo("Completed “Water the plants”");
        await page.SeesTasks("Water the plants");
        await Expect(page.Row("Water the plants")).ToContainTextAsync("Tomorrow");
        await page.ReloadAsync();
        await page.SeesTasks("Water the plants");
        await Expect(page.Row("Water the plants")).ToContainTextAsync("Tomorrow");
    });

    [Fact]
    public Task One_task_of_a_series_is_changed_alone_and_the_series_is_ended() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Add(person, new { title = "Water the plants", due_date = "2030-05-06", recursion_pattern = "weekly" });
        await visit.Open("/");
        await page.TitleOf("Water the plants").ClickAsync();
        // What it is for is asked before the first field.
        var title = page.Details().GetByRole(AriaRole.Textbox, new() { Name = "Title" });
        await Choice(page.Details().GetByRole(AriaRole.Group, new() { Name = "Changes are for" }), "this one").CheckAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(title).ToBeFocusedAsync();
        await title.FillAsync("Water them with care");
        await page.Keyboard.PressAsync("Enter");
        await page.Details().Button("Close").ClickAsync();
        await page.IsSaved();
        await page.CheckOf("Water them with care").ClickAsync();
        await Expect(page.Row("Water the plants")).ToContainTextAsync("13 May");

        // A day that is chosen from the list is for this one, unless it is said otherwise.
        await page.TitleOf("Water the plants").FocusAsync();
        await page.Keyboard.PressAsync("d");
        await Expect(Choice(page.Locator("body"), "this one")).ToBeCheckedAsync();
        await page.Button("Tomorrow").ClickAsync();
        await Expect(page.Row("Water the plants")).ToContainTextAsync("Tomorrow");
        await page.IsSaved();
        await page.CheckOf("Water the plants").ClickAsync();
        await Expect(page.Row("Water the plants")).ToContainTextAsync("20 May");

        await page.TitleOf("Water the plants").ClickAsync();
        await page.Details().Button("Stop repeating").ClickAsync();
        await Expect(page.Details().Button("weekly")).ToBeVisibleAsync();
        await page.Details().Button("Close").ClickAsync();
        await page.IsSaved();
        await page.CheckOf("Water the plants").ClickAsync();
        await Expect(page.Rows()).ToHaveCountAsync(0);
    });

    /// <summary>Where it is another day than where the server is.</summary>
    [Theory]
    [InlineData("Pacific/Honolulu"), InlineData("Pacific/Kiritimati")]
    public Task Today_is_the_day_where_somebody_lives(string zone) => Visit.Make(async visit =>
    {
        var page = visit.Page;
        var name = await page.Register();
        await page.Add("Buy milk");
        await page.TitleOf("Buy milk").ClickAsync();
        await page.Details().Button("Today").ClickAsync();
        await page.Details().Button("Close").ClickAsync();
        await page.IsSaved();
        await page.GoTo("Today");
        await page.SeesTasks("Buy milk");
        var here = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(here, await DueDateOf(visit, name));

        // Moving moves no date: in the east of this place, the same day is yesterday for some hours, and the task is still due on it.
        await visit.Open("/account");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Time zone" })).ToHaveValueAsync(zone);
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Time zone" }).SelectOptionAsync("Europe/Berlin");
        await Expect(page.GetByText("The time zone is changed.")).ToBeVisibleAsync();
        Assert.Equal(here, await DueDateOf(visit, name));
        await visit.Open("/");
        var today = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Europe/Berlin").ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var day = string.CompareOrdinal(here, today) switch { < 0 => "Yesterday", 0 => "Today", _ => "Tomorrow" };
        await Expect(page.Row("Buy milk")).ToContainTextAsync(day);
    }, Device.Desktop with { Zone = zone });

    static Task<string> DueDateOf(Visit visit, string name) =>
        visit.Site.Scalar<string>($"select due_date from task join \"user\" u on u.id = user_id where username = '{name}'");

    [Fact]
    public Task Who_never_told_a_time_zone_has_the_one_of_the_device() => Visit.MakeAs(async (visit, person) =>
    {
        await visit.Open("/");
        await visit.Page.WaitForResponseAsync(answer => answer.Request.Method == "PATCH" && answer.Url.EndsWith("/api/auth/me", StringComparison.Ordinal));
        Assert.Equal("Australia/Lord_Howe", await visit.Site.Scalar<string>($"select time_zone from \"user\" where id = {person.Id}"));
    }, Device.Desktop with { Zone = "Australia/Lord_Howe" });
}
