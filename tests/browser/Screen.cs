using System.Text.RegularExpressions;

namespace Doneon.BrowserTests;

/// <summary>What is on the screen, by the names that a person reads or hears.</summary>
static class Screen
{
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
    public static ILocator Button(this ILocator place, string name) => place.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name });
    public static ILocator Field(this IPage page, string name) => page.GetByLabel(name, new() { Exact = true });
    public static ILocator Heading(this IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });
    public static ILocator Window(this IPage page, string name) =>
        page.GetByRole(AriaRole.Dialog, new() { Name = name }).Or(page.GetByRole(AriaRole.Alertdialog, new() { Name = name }));

    public static ILocator NewTask(this IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Add a task" });
    public static ILocator SearchBox(this IPage page) => page.GetByRole(AriaRole.Searchbox, new() { Name = "Search tasks" });
    public static ILocator SortBox(this IPage page) => page.GetByRole(AriaRole.Combobox, new() { Name = "Sort by" });
    public static ILocator Views(this IPage page) => page.GetByRole(AriaRole.Navigation, new() { Name = "Views" });
    public static ILocator BulkBar(this IPage page) => page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected tasks" });
    public static ILocator Toasts(this IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Notifications" });

    /// <summary>What is wrong, and what waits.</summary>
    public static ILocator Banner(this IPage page) =>
        page.GetByRole(AriaRole.Status).Filter(new() { HasTextRegex = new("offline|cannot be reached|waiting|Saving") });

    /// <summary>A panel at the side, or a sheet on a phone.</summary>
    public static ILocator Details(this IPage page) => page.Locator("[aria-label='Task details']").Or(page.Window("Task details"));

    public static ILocator Rows(this IPage page) => page.Locator("li[data-task-id]");
    public static ILocator Row(this IPage page, string title) => page.Rows().Filter(new() { HasText = title });
    public static ILocator TitleOf(this IPage page, string title) => page.Row(title).Locator("[data-title]").First;
    public static ILocator CheckOf(this IPage page, string title) =>
        page.GetByRole(AriaRole.Checkbox, new() { Name = $"Complete: {title}", Exact = true })
            .Or(page.GetByRole(AriaRole.Checkbox, new() { Name = $"Reopen: {title}", Exact = true }));

    public static async Task Add(this IPage page, params string[] titles)
    {
        foreach (var title in titles)
        {
            await page.NewTask().FillAsync(title);
            await page.NewTask().PressAsync("Enter");
            await Expect(page.Row(title)).ToBeVisibleAsync();
        }
    }

    /// <summary>Until the server has confirmed everything.</summary>
    public static Task IsSaved(this IPage page) => Expect(page.GetByLabel("Waiting to be saved")).ToHaveCountAsync(0);

    public static async Task SeesTasks(this IPage page, params string[] titles)
    {
        await Expect(page.Rows()).ToHaveCountAsync(titles.Length);
        foreach (var title in titles) await Expect(page.Row(title)).ToBeVisibleAsync();
    }

    public static Task SeesView(this IPage page, string name) => Expect(page.Heading()).ToHaveTextAsync(new Regex($"^{name}"));

    /// <summary>A tag's view has the tag's name with a # before it.</summary>
    public static async Task GoTo(this IPage page, string view)
    {
        await page.Views().GetByRole(AriaRole.Link, new() { Name = view.TrimStart('#') }).ClickAsync();
        await page.SeesView(view);
    }

    /// <summary>Takes back what the newest notice tells.</summary>
    public static async Task Undo(this IPage page, string told)
    {
        await Expect(page.Toasts()).ToContainTextAsync(told);
        await page.Toasts().Button("Undo").Last.ClickAsync();
    }

    /// <summary>Makes an account as a person does, and gives back its name.</summary>
    public static async Task<string> Register(this IPage page)
    {
        var name = Person.NewName();
        await page.GotoAsync("/register");
        await page.Field("User name").FillAsync(name);
        await page.Field("E-mail").FillAsync(Person.EmailOf(name));
        await page.Field("Password").FillAsync(Person.Password);
        await page.Button("Create account").ClickAsync();
        await page.SeesView("All tasks");
        return name;
    }

    public static async Task LogIn(this IPage page, string name)
    {
        await page.Field("User name or e-mail").FillAsync(name);
        await page.Field("Password").FillAsync(Person.Password);
        await page.Button("Log in").ClickAsync();
    }

    public static async Task LogOut(this IPage page)
    {
        await page.GotoAsync("/account");
        await page.Button("Log out").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/login"));
    }
}
