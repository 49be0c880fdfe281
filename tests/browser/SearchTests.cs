using System.Text.RegularExpressions;

namespace Doneon.BrowserTests;

public class SearchTests
{
    [Fact]
    public Task A_search_forgives_a_typo_shows_what_it_found_and_puts_the_best_first() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Add(person, new { title = "Pay the invoice", tags = "home" });
        await visit.Add(person, new { title = "Call Müller", description = "About the invoice", tags = "work" });
        await visit.Add(person, new { title = "Something else", due_date = "2026-01-01" });
        await visit.Open("/");
        await page.SearchBox().FillAsync("invocie");
        await page.SeesTasks("Pay the invoice", "Call Müller");
        await Expect(page.Rows().First).ToContainTextAsync("Pay the invoice");
        await Expect(page.Rows().First.Locator("mark")).ToHaveTextAsync("invoice");

        // Another order can be chosen, and is that of this search until its words are gone.
        var sort = page.GetByRole(AriaRole.Combobox, new() { Name = "Sort by" });
        await Expect(sort).ToHaveValueAsync("relevance");
        await sort.SelectOptionAsync("newest");
        await Expect(page.Rows().First).ToContainTextAsync("Call Müller");
        await Expect(page).ToHaveURLAsync(new Regex("sort=newest"));
        await sort.SelectOptionAsync("Best match");
        await Expect(page.Rows().First).ToContainTextAsync("Pay the invoice");

        await page.SearchBox().FillAsync("muller");
        await page.SeesTasks("Call Müller");
        await Expect(page.Row("Call").Locator("mark")).ToHaveTextAsync("Müller");
        await page.SearchBox().FillAsync("invoice -tag:work");
        await page.SeesTasks("Pay the invoice");

        // What was found stays found when it is changed.
        await page.SearchBox().FillAsync("tag:home");
        await page.SeesTasks("Pay the invoice");
        await Expect(sort).ToHaveValueAsync("newest");
        await page.TitleOf("Pay the invoice").ClickAsync();
        await page.Details().GetByRole(AriaRole.Radio, new() { Name = "High" }).ClickAsync();
        await page.IsSaved();
        await page.SeesTasks("Pay the invoice");
    });

    [Fact]
    public Task A_search_that_is_not_understood_is_explained() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        visit.Expect("422");
        await visit.Add(person, new { title = "Something", due_date = "2026-01-01" });
        await visit.Open("/");
        await page.SearchBox().FillAsync("due<soon");
        await Expect(page.GetByText("This search is not understood")).ToBeVisibleAsync();
        await Expect(page.GetByText(new Regex("takes a date"))).ToBeVisibleAsync();
        await page.SearchBox().FillAsync("due<2026-02-01");
        await page.SeesTasks("Something");
        await page.SearchBox().FillAsync("nothing like this");
        await Expect(page.GetByText("Nothing found")).ToBeVisibleAsync();
    });
}
