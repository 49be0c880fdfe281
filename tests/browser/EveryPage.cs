namespace Doneon.BrowserTests;

/// <summary>
/// Every page and every state of it, for what must hold everywhere. They are reached by addresses and keys, so in every language.
/// </summary>
static class EveryPage
{
    sealed record State(string Name, string Path, Func<Visit, Task>? Then = null);

    static readonly State[] LoggedOut =
    [
        new("login", "/login"),
        new("login-refused", "/login", async visit =>
        {
            visit.Expect("401");
            await visit.Page.Locator("[autocomplete=username]").FillAsync("nobody");
            await visit.Page.Locator("[autocomplete=current-password]").FillAsync("not the password");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasTextRegex = new("\\w") })).ToBeVisibleAsync();
        }),
        new("register", "/register"),
        new("register-refused", "/register", async visit =>
        {
            visit.Expect("422");
            await visit.Page.Locator("[autocomplete=username]").FillAsync("a");
            await visit.Page.Locator("[autocomplete=email]").FillAsync("a@b");
            await visit.Page.Locator("[autocomplete=new-password]").FillAsync("short");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Page.Locator("[aria-invalid=true]").First).ToBeVisibleAsync();
        }),
        new("not-found", "/no/such/page", visit =>
        {
            visit.Expect("404");
            return Task.CompletedTask;
        }),
    ];

    static readonly State[] Empty =
    [
        new("empty-all", "/"),
        new("empty-today", "/?view=today"),
        new("empty-upcoming", "/?view=upcoming"),
        new("empty-completed", "/?view=completed"),
        new("empty-trash", "/?view=trash"),
        new("empty-search", "/?q=nothing+of+this"),
        new("loading", "/", async visit =>
        {
            await visit.Page.RouteAsync("**/api/**", _ => Task.CompletedTask);
            await visit.Page.ReloadAsync();
        }),
    ];

    static readonly State[] Full =
    [
        new("all", "/", SeeRows),
        new("today", "/?view=today", SeeRows),
        new("upcoming", "/?view=upcoming", SeeRows),
        new("completed", "/?view=completed", SeeRows),
        new("trash", "/?view=trash", SeeRows),
        new("tag", "/?tag=garden", SeeRows),
        new("priority", "/?priority=High", SeeRows),
        new("search", "/?q=the", SeeRows),
        new("search-mistake", "/?q=due:soon", async visit =>
        {
            visit.Expect("422");
            await Expect(visit.Page.Locator("dl")).ToBeVisibleAsync();
        }),
        new("details", "/", visit => Press(visit, "Enter")),
        new("description", "/?q=birthday", visit => Press(visit, "Enter")),
        new("repeats", "/?q=tomatoes", visit => Press(visit, "Enter")),
        new("trashed", "/?view=trash", visit => Press(visit, "Enter")),
        new("quick-entry", "/", async visit =>
        {
            await visit.Page.Locator("form input").First.FillAsync("Rent every month on the 1st 9am !high #home");
            await Expect(visit.Page.Locator("form li").Nth(3)).ToBeVisibleAsync();
        }),
        new("menu", "/", visit => visit.Page.Locator("nav button:visible").Last.ClickAsync()),
        new("selected", "/", visit => Press(visit, "x", "j", "x")),
        new("date", "/", visit => Press(visit, "d")),
        new("choose-priority", "/", visit => Press(visit, "p")),
        new("tags", "/", visit => Press(visit, "t")),
        new("edit", "/", visit => Press(visit, "e")),
        new("undo", "/", visit => Press(visit, "Space")),
        new("commands", "/", visit => Press(visit, "Control+k")),
        new("found", "/", async visit =>
        {
            await Press(visit, "Control+k");
            await visit.Page.Keyboard.TypeAsync("bo");
        }),
        new("shortcuts", "/", visit => Press(visit, "?")),
        new("account", "/account", visit => Expect(visit.Page.GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync()),
        new("import", "/account", async visit =>
        {
            await visit.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
            {
                Name = "list.csv", MimeType = "text/csv", Buffer = "Task,Due,Colour\nPay rent,2030-05-01,red\nBuy milk,some day,white\n"u8.ToArray(),
            });
            await Expect(visit.Page.Locator("fieldset select").First).ToBeVisibleAsync();
            await visit.Page.Locator("fieldset select").First.ScrollIntoViewIfNeededAsync();
        }),
        new("delete-account", "/account", async visit =>
        {
            await visit.Page.GetByRole(AriaRole.Button).Filter(new() { HasTextRegex = new("…$") }).Last.ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Alertdialog)).ToBeVisibleAsync();
        }),
        new("offline", "/", async visit =>
        {
            visit.ExpectNoConnection();
            await SeeRows(visit);
            await visit.Context.SetOfflineAsync(true);
            await Press(visit, "Space", "Space");
        }),
        // The last one, because nothing goes on from here.
        new("session-ended", "/", async visit =>
        {
            visit.Expect("401");
            await SeeRows(visit);
            await visit.Context.ClearCookiesAsync();
            await visit.Page.ReloadAsync();
            await Expect(visit.Page.Locator("[role=dialog], [role=alertdialog]")).ToBeVisibleAsync();
        }),
    ];

    /// <summary>Goes everywhere and does the check at each place.</summary>
    public static async Task Walk(Device device, Func<string, IPage, Task> check, string name)
    {
        await Visit.Make(visit => See(visit, LoggedOut, check), device, name: name);
        await Visit.MakeAs((visit, _) => See(visit, Empty, check), device, name: name);
        await Visit.MakeAs(async (visit, person) =>
        {
            await visit.Site.Execute(Example.TasksOf(person));
            await See(visit, Full, check);
        }, device, name: name);
    }

    static async Task See(Visit visit, State[] states, Func<string, IPage, Task> check)
    {
        foreach (var (name, path, then) in states)
        {
            await visit.Context.SetOfflineAsync(false);
            await visit.Page.UnrouteAllAsync();
            await visit.Page.GotoAsync("about:blank");
            await visit.Open(path);
            await Expect(visit.Page.Heading()).ToBeVisibleAsync();
            if (then is not null) await then(visit);
            await check(name, visit.Page);
        }
    }

    static Task SeeRows(Visit visit) => Expect(visit.Page.Rows().First).ToBeVisibleAsync();

    static async Task Press(Visit visit, params string[] keys)
    {
        await SeeRows(visit);
        await visit.Page.Keyboard.PressAsync("j");
        foreach (var key in keys) await visit.Page.Keyboard.PressAsync(key);
        await visit.Page.WaitForTimeoutAsync(300);
    }
}
