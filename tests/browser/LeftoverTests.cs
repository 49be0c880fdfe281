namespace Doneon.BrowserTests;

/// <summary>A browser may be shared: what it keeps of a person goes with the person.</summary>
public class LeftoverTests
{
    const string Secret = "Buy a xylophone for Kim";

    /// <summary>Everything that a page can keep, as text.</summary>
    const string Everything = """
        async () => {
            const databases = await Promise.all((await indexedDB.databases()).map(({ name }) => new Promise(done => {
                const opening = indexedDB.open(name);
                opening.onsuccess = async () => {
                    const stores = [...opening.result.objectStoreNames];
                    const rows = await Promise.all(stores.map(store => new Promise(ready => {
                        const reading = opening.result.transaction(store).objectStore(store).getAll();
                        reading.onsuccess = () => ready(reading.result);
                    })));
                    opening.result.close();
                    done([name, rows]);
                };
            })));
            const cached = [];
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) cached.push(request.url, await (await cache.match(request)).text());
            }
            return JSON.stringify({ local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, databases, cached });
        }
        """;

    [Fact]
    public Task After_logging_out_nothing_of_the_account_is_left_in_the_browser() => Visit.MakeAs(async (visit, person) =>
    {
        var page = visit.Page;
        await visit.Open("/");
        await visit.WaitForServiceWorker();
        await page.Add(Secret);
        await page.ReloadAsync();
        await page.SeesTasks(Secret);
        await page.NewTask().FillAsync("Draft: also a xylophone stand");

        await page.LogOut();
        var left = await page.EvaluateAsync<string>(Everything);
        Assert.DoesNotContain("xylophone", left);
        Assert.DoesNotContain(person.Name, left);

        visit.Expect("401");
        await page.GoBackAsync();
        await page.GoBackAsync();
        await Expect(page.GetByText(Secret)).ToHaveCountAsync(0);
        Assert.DoesNotContain(Secret, await page.ContentAsync());
    });

    [Fact]
    public Task Scripts_never_see_the_session() => Visit.Make(async visit =>
    {
        var page = visit.Page;
        await page.Register();
        await page.Add("Buy milk");
        var session = (await visit.Context.CookiesAsync()).Single(cookie => cookie.Name == "doneon");
        Assert.True(session.HttpOnly);
        var kept = await page.EvaluateAsync<string>(Everything);
        Assert.DoesNotContain(session.Value, kept);
        Assert.DoesNotContain("eyJ", kept);
        Assert.DoesNotContain(Person.Password, kept);
    });
}
