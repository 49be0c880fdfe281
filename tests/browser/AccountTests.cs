using System.Text.RegularExpressions;

namespace Doneon.BrowserTests;

public class AccountTests
{
    [Fact]
    public Task A_wrong_field_says_what_is_wrong_and_has_the_focus() => Visit.Make(async visit =>
    {
        var page = visit.Page;
        visit.Expect("422");
        visit.Expect("409");
        var other = await visit.Site.NewPerson();
        await visit.Open("/register");
        await page.Button("Create account").ClickAsync();
        await SaysWrong(page, "User name", "Fill this in.");

        await page.Field("User name").FillAsync(other.Name);
        await page.Field("E-mail").FillAsync("nobody@example.org");
        await page.Field("Password").FillAsync("short");
        await page.Button("Create account").ClickAsync();
        await SaysWrong(page, "Password", "At least 8 characters");

        await page.Field("Password").FillAsync(Person.Password);
        await page.Button("Create account").ClickAsync();
        await SaysWrong(page, "User name", "This name is taken.");
        await Expect(page.Field("E-mail")).ToHaveValueAsync("nobody@example.org");

        await page.Field("User name").FillAsync(Person.NewName());
        await page.Field("E-mail").FillAsync(Person.EmailOf(Person.NewName()));
        await page.Button("Create account").ClickAsync();
        await page.SeesView("All tasks");
    });

    [Fact]
    public Task A_wrong_password_says_so_and_keeps_the_name() => Visit.Make(async visit =>
    {
        var page = visit.Page;
        visit.Expect("401");
        var person = await visit.Site.NewPerson();
        await visit.Open("/login");
        await page.Field("User name or e-mail").FillAsync(Person.EmailOf(person.Name));
        await page.Field("Password").FillAsync("not this one");
        await page.Button("Log in").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The name or the password is wrong." })).ToBeVisibleAsync();
        await Expect(page.Field("User name or e-mail")).ToHaveValueAsync(Person.EmailOf(person.Name));

        await page.Field("Password").FillAsync(Person.Password);
        await page.Field("Password").PressAsync("Enter");
        await page.SeesView("All tasks");
    });

    [Fact]
    public Task A_password_can_be_shown_and_password_managers_know_the_fields() => Visit.Make(async visit =>
    {
        var page = visit.Page;
        await visit.Open("/login");
        await Expect(page.Field("User name or e-mail")).ToHaveAttributeAsync("autocomplete", "username");
        await Expect(page.Field("Password")).ToHaveAttributeAsync("autocomplete", "current-password");
        await page.Field("Password").FillAsync("secret");
        await Expect(page.Field("Password")).ToHaveAttributeAsync("type", "password");
        await page.Button("Show password").ClickAsync();
        await Expect(page.Field("Password")).ToHaveAttributeAsync("type", "text");
        await page.Button("Hide password").ClickAsync();
        await Expect(page.Field("Password")).ToHaveAttributeAsync("type", "password");

        await page.Link("Create an account").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/register$"));
        await Expect(page.Field("User name")).ToHaveAttributeAsync("autocomplete", "username");
        await Expect(page.Field("E-mail")).ToHaveAttributeAsync("autocomplete", "email");
        await Expect(page.Field("Password")).ToHaveAttributeAsync("autocomplete", "new-password");
    });

    [Fact]
    public Task A_changed_password_ends_the_other_sessions() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        visit.Expect("422");
        await visit.Open("/account");
        await Expect(page.Button("End all other sessions")).ToBeVisibleAsync();
        await page.Field("Current password").FillAsync("not this one");
        await page.Field("New password").FillAsync("another good password");
        await page.Button("Change password").ClickAsync();
        await SaysWrong(page, "Current password", "This is not your password.");

        await page.Field("Current password").FillAsync(Person.Password);
        await page.Button("Change password").ClickAsync();
        await Expect(page.GetByText("The password is changed.")).ToBeVisibleAsync();
        await Expect(page.Button("End all other sessions")).ToBeHiddenAsync();
        using var client = person.Client(visit.Site.Address);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await client.GetAsync("/api/auth/me")).StatusCode);
    });

    [Fact]
    public Task A_session_on_another_device_can_be_ended() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Open("/account");
        await Expect(page.GetByText("This device", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End session" }).ClickAsync();
        await Expect(page.GetByText("The session has ended.")).ToBeVisibleAsync();
        using var client = person.Client(visit.Site.Address);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await client.GetAsync("/api/auth/me")).StatusCode);
    });

    [Fact]
    public Task A_deleted_account_is_gone() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        visit.Expect("422");
        visit.Expect("401");
        await visit.Open("/account");
        await page.Button("Delete account …").ClickAsync();
        var question = page.GetByRole(AriaRole.Alertdialog);
        await question.GetByLabel("Password", new() { Exact = true }).FillAsync("not this one");
        await question.Button("Delete my account for good").ClickAsync();
        await Expect(question.GetByText("This is not your password.")).ToBeVisibleAsync();
        await question.GetByLabel("Password", new() { Exact = true }).FillAsync(Person.Password);
        await question.Button("Delete my account for good").ClickAsync();
        await Expect(page.GetByText("Your account is deleted")).ToBeVisibleAsync();

        await visit.Open("/login");
        await page.LogIn(person.Name);
        await Expect(page.GetByText("The name or the password is wrong.")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Who_speaks_German_may_still_choose_English() => Visit.MakeAs(async (visit, _) =>
    {
        var page = visit.Page;
        await visit.Open("/account");
        await page.SeesView("Konto");
        await page.Locator("#language").SelectOptionAsync("English");
        await page.SeesView("Account");
        await page.ReloadAsync();
        await page.SeesView("Account");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
    }, Device.Desktop with { Locale = "de-DE" });

    static async Task SaysWrong(IPage page, string field, string text)
    {
        await Expect(page.Field(field)).ToBeFocusedAsync();
        await Expect(page.Field(field)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Field(field)).ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(text)));
    }
}
