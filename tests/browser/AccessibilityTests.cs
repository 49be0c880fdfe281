using System.Runtime.CompilerServices;

namespace Doneon.BrowserTests;

/// <summary>Every page on a phone. The command that takes pictures runs these tests, too, and keeps what they see.</summary>
public class PhoneAccessibilityTests
{
    [Fact]
    public Task No_page_of_a_phone_keeps_anybody_out() => Accessibility.Check(Device.Phone, "phone");
}

public class DesktopAccessibilityTests
{
    [Fact]
    public Task No_page_of_a_desktop_keeps_anybody_out() => Accessibility.Check(Device.Desktop, "desktop");
}

static class Accessibility
{
    static readonly string? Pictures = Environment.GetEnvironmentVariable("SCREENSHOTS");

    public static async Task Check(Device device, string kind, [CallerMemberName] string name = "")
    {
        var found = new List<string>();
        await EveryPage.Walk(device with { LessMotion = true }, async (state, page) =>
        {
            foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = theme });
                await page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                var look = $"{kind}-{theme.ToString().ToLowerInvariant()}";
                if (Pictures is not null) await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, look, state + ".png") });
                var violations = await Violations(page, theme);
                // A page that has just changed may not be at rest: what counts is what stays.
                if (violations.Count > 0)
                {
                    await page.WaitForTimeoutAsync(500);
                    violations = await Violations(page, theme);
                }
                found.AddRange(violations.Select(violation => $"{look} {state}: {violation}"));
            }
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        }, name);
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>The second theme differs in its colours alone.</summary>
    static async Task<IReadOnlyList<string>> Violations(IPage page, ColorScheme theme) =>
        theme == ColorScheme.Light ? await Axe.Violations(page) : await Axe.ViolationsOfColour(page);
}
