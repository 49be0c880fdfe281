using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Doneon.Dev;

namespace Doneon.BrowserTests;

/// <summary>Somebody in front of a fresh browser. What goes wrong unseen, such as an error in the console, fails the test.</summary>
public sealed class Visit
{
    readonly Watch watch;

    Visit(Site site, IBrowserContext context, IPage page)
    {
        (Site, Context, Page) = (site, context, page);
        watch = new(context, site.Address);
    }

    public Site Site { get; }
    public IBrowserContext Context { get; }
    public IPage Page { get; }

    /// <summary>Walks the steps; when one fails, a trace and a picture of the page are left in TestResults.</summary>
    public static async Task Make(Func<Visit, Task> steps, Device? device = null, Site? site = null, IBrowser? browser = null,
        string? state = null, [CallerMemberName] string name = "")
    {
        site ??= await Site.Shared;
        browser ??= await Chromium.Shared;
        await using var context = await browser.NewContextAsync((device ?? Device.Desktop).Options(site.Address, state));
        context.SetDefaultTimeout(15_000);
        // A record costs time: what is measured, in a browser of its own, goes without.
        var records = browser == await Chromium.Shared;
        if (records) await context.Tracing.StartAsync(new() { Screenshots = true, Snapshots = true });
        var visit = new Visit(site, context, await context.NewPageAsync());
        try
        {
            await steps(visit);
            visit.watch.Verify();
            if (records) await context.Tracing.StopAsync();
        }
        catch
        {
            await visit.Keep(name, records);
            throw;
        }
    }

    /// <summary>As a person who is logged in already.</summary>
    public static async Task MakeAs(Func<Visit, Person, Task> steps, Device? device = null, Site? site = null, IBrowser? browser = null,
        [CallerMemberName] string name = "")
    {
        site ??= await Site.Shared;
        var person = await site.NewPerson();
        var state = await person.LogIn(site.Address);
        await Make(visit => steps(visit, person), device, site, browser, state, name);
    }

    /// <summary>A part of a message that the console may show in this test.</summary>
    public void Expect(string message) => watch.Expect(message);

    /// <summary>The console may tell that requests fail, and that the service worker could not be looked up.</summary>
    public void ExpectNoConnection()
    {
        Expect("net::ERR_");
        Expect("when fetching the script");
    }

    public Task Open(string path) => Page.GotoAsync(path);

    /// <summary>Ends the sessions of this browser from another place.</summary>
    public async Task EndSessions(Person person)
    {
        using var client = person.Client(Site.Address);
        using var answer = await client.DeleteAsync("/api/auth/sessions");
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Adds a task without the screen.</summary>
    public async Task Add(Person person, object task)
    {
        using var client = person.Client(Site.Address);
        using var answer = await client.PostAsJsonAsync($"/api/{person.Id}/tasks", task);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Until the app can be opened without a network.</summary>
    public async Task WaitForServiceWorker() => Assert.True(await Page.EvaluateAsync<bool>("""
        () => Promise.race([navigator.serviceWorker.ready.then(() => true), new Promise(done => setTimeout(done, 15000, false))])
        """), "There is no service worker.");

    async Task Keep(string name, bool records)
    {
        var file = Path.Combine(Checkout.In("tests", "browser", "TestResults"), name);
        var picture = Page.ScreenshotAsync(new() { Path = file + ".png", Timeout = 5000 });
        await picture.ContinueWith(_ => { }, TaskScheduler.Default); // A page that hangs has no picture.
        if (records) await Context.Tracing.StopAsync(new() { Path = file + ".zip" });
    }
}

/// <summary>What somebody holds in their hands, and how it is set up.</summary>
public sealed record Device(int Width, int Height, bool Touch = false, string Locale = "en-GB", bool Dark = false, bool LessMotion = false, bool Workers = true, string? Zone = null)
{
    public static readonly Device Desktop = new(1280, 800), Phone = new(390, 844, Touch: true);

    public BrowserNewContextOptions Options(string address, string? state) => new()
    {
        BaseURL = address,
        StorageState = state,
        ViewportSize = new() { Width = Width, Height = Height },
        HasTouch = Touch,
        IsMobile = Touch,
        Locale = Locale,
        TimezoneId = Zone,
        ColorScheme = Dark ? ColorScheme.Dark : ColorScheme.Light,
        ReducedMotion = LessMotion ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
        ServiceWorkers = Workers ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
    };
}
