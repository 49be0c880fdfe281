using Xunit.Abstractions;

namespace Doneon.BrowserTests;

[Collection(nameof(Alone))]
public class FirstLoadTests(ITestOutputHelper output)
{
    const int Budget = 170_000;

    [Fact]
    public Task The_task_page_fetches_little_script() => Visit.MakeAs(async (visit, person) =>
    {
        visit.Expect("Service Worker registration blocked");
        await visit.Add(person, new { title = "Buy milk" });
        var scripts = new List<IRequest>();
        visit.Page.RequestFinished += (_, request) =>
        {
            if (request.ResourceType == "script" || request.Url.Contains(".js", StringComparison.Ordinal)) scripts.Add(request);
        };
        await visit.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await visit.Page.SeesTasks("Buy milk");

        var sum = 0;
        foreach (var script in scripts)
        {
            var size = (await script.SizesAsync()).ResponseBodySize;
            output.WriteLine($"{size,8} {new Uri(script.Url).AbsolutePath}");
            sum += size;
        }
        output.WriteLine($"{sum,8} bytes of script in all");
        Assert.InRange(sum, 1, Budget);
    }, Device.Desktop with { Workers = false });

    [Fact]
    public Task The_login_page_shows_its_form_without_data_and_without_script() => Visit.Make(async visit =>
    {
        visit.Expect("net::ERR_FAILED");
        await visit.Page.RouteAsync("**/api/**", _ => Task.CompletedTask);
        await visit.Page.RouteAsync("**/*.js", route => route.AbortAsync());
        await visit.Open("/login");
        await Expect(visit.Page.Field("User name or e-mail")).ToBeVisibleAsync();
        await Expect(visit.Page.Field("Password")).ToBeVisibleAsync();
        await Expect(visit.Page.Button("Log in")).ToBeVisibleAsync();
    }, Device.Desktop with { Workers = false });
}
