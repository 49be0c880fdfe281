using Doneon.Dev;

namespace Doneon.BrowserTests;

/// <summary>The machine's own Chromium, started once; each test gets a fresh profile in it.</summary>
static class Chromium
{
    static readonly Lazy<Task<IPlaywright>> Driver = new(Playwright.CreateAsync);
    static readonly Lazy<Task<IBrowser>> SharedBrowser = new(() => Start());

    /// <summary>Without what the browser itself would ask of the internet.</summary>
    public static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    public static string Program =>
        Checkout.Setting("CHROMIUM") ?? Names.Select(Shell.Find).FirstOrDefault(path => path is not null)
        ?? throw new DevException("Chromium is not installed (Debian: apt-get install chromium). Or set CHROMIUM to the path of one.");

    /// <summary>The same engine with less around it that wants the processor, too; else the browser itself.</summary>
    public static string Engine => Shell.Find("chromium-headless-shell") ?? Program;

    public static Task<IBrowser> Shared => SharedBrowser.Value;

    /// <summary>A process of its own, for what is measured.</summary>
    public static async Task<IBrowser> Start()
    {
        SetDefaultExpectTimeout(15_000); // For machines that do other things meanwhile.
        return await (await Driver.Value).Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Flags });
    }
}
