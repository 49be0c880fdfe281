namespace Doneon.BrowserTests;

public class AccountTests
{
    [Fact]
    public Task The_page_opens() => Visit.MakeAs(async (visit, _) =>
    {
        await visit.Open("/");
        await Expect(visit.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Doneon");
    });
}
