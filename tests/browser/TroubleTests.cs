namespace Doneon.BrowserTests;

/// <summary>The server, the database or the network goes away: nothing is lost, nothing happens twice, and everything is said.</summary>
public class TroubleTests
{
    [Fact]
    public async Task Changes_wait_while_the_server_is_gone_and_go_out_in_order()
    {
        await using var site = await Site.Start();
        await Visit.MakeAs(async (visit, person) =>
        {
            var page = visit.Page;
            visit.ExpectNoConnection();
            await visit.Open("/");
            await page.Add("Before");
            await page.IsSaved();

            site.Kill();
            await page.Add("First");
            await page.Add("Second");
            await Expect(page.Banner()).ToContainTextAsync("Doneon cannot be reached.");
            await Expect(page.Banner()).ToContainTextAsync("2 changes waiting");
            await page.SeesTasks("Before", "First", "Second");

            await site.Begin();
            await Expect(page.Banner()).ToBeHiddenAsync(new() { Timeout = 30_000 });
            await page.SeesTasks("Before", "First", "Second");
            Assert.Equal(["Before", "First", "Second"], await site.Titles(person));
        }, site: site);
    }

    [Fact]
    public async Task Changes_wait_while_the_database_is_gone()
    {
        await using var postgres = await Site.StartPostgres();
        await using var site = await Site.Start(postgres);
        await Visit.MakeAs(async (visit, person) =>
        {
            var page = visit.Page;
            visit.Expect("503");
            await visit.Open("/");
            await page.Add("Before");
            await page.IsSaved();

            postgres.Kill();
            await page.Add("Meanwhile");
            await Expect(page.Banner()).ToContainTextAsync("1 change waiting");
            await page.CheckOf("Before").ClickAsync();
            await Expect(page.Banner()).ToContainTextAsync("2 changes waiting");

            await postgres.Restart();
            await Expect(page.Banner()).ToBeHiddenAsync(new() { Timeout = 30_000 });
            await page.SeesTasks("Meanwhile");
            Assert.Equal(["Before", "Meanwhile"], await site.Titles(person));
        }, site: site);
    }

    [Fact]
    public Task A_session_that_was_ended_elsewhere_costs_neither_the_place_nor_the_draft() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        visit.Expect("401");
        await visit.Open("/?q=milk&sort=title");
        await page.Add("Buy milk");
        await page.IsSaved();
        await page.SearchBox().FillAsync("milk");
        await page.NewTask().FillAsync("A draft");
        await visit.EndSessions(person);

        await page.CheckOf("Buy milk").ClickAsync();
        var dialog = page.Window("Your session has ended");
        await dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(Person.Password);
        await dialog.Button("Log in").ClickAsync();

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page).ToHaveURLAsync("/?q=milk&sort=title");
        await Expect(page.NewTask()).ToHaveValueAsync("A draft");
        await page.GoTo("Completed");
        await page.SeesTasks("Buy milk");
    });

    [Fact]
    public Task A_refused_change_is_taken_back_in_sight_and_what_was_typed_is_kept() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        visit.Expect("422");
        await visit.Open("/");
        await page.Add("Fine");
        await page.IsSaved();
        await page.RouteAsync($"**/api/{person.Id}/tasks", route => route.FulfillAsync(new()
        {
            Status = 422,
            ContentType = "application/problem+json",
            Body = """{"title":"Invalid","status":422,"detail":"The title is not allowed.","request_id":"1"}""",
        }));
        await page.NewTask().FillAsync("Refused");
        await page.NewTask().PressAsync("Enter");
        await Expect(page.Toasts()).ToContainTextAsync("not allowed");
        await Expect(page.Row("Refused")).ToHaveCountAsync(0);
        await page.Toasts().Button("Edit again").ClickAsync();
        await Expect(page.NewTask()).ToHaveValueAsync("Refused");
    });
}
