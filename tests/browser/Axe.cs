using Doneon.Dev;

namespace Doneon.BrowserTests;

/// <summary>Looks for what keeps people from using a page.</summary>
static class Axe
{
    static readonly Lazy<string> Source = new(() => File.ReadAllText(Checkout.In("frontend", "node_modules", "axe-core", "axe.min.js")));

    static readonly string[] RulesOfColour = ["color-contrast", "link-in-text-block"];

    const string Run = """
        async rules => (await axe.run(document, { resultTypes: ['violations'], ...(rules && { runOnly: rules }) })).violations
            .map(rule => `${rule.id} (${rule.help}): ` + rule.nodes.map(node => `${node.target} ${node.failureSummary}`).join(' | '))
        """;

    public static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        await page.EvaluateAsync(Source.Value);
        return await page.EvaluateAsync<string[]>(Run, null);
    }

    /// <summary>Another theme has other colours, and nothing else.</summary>
    public static Task<string[]> ViolationsOfColour(IPage page) => page.EvaluateAsync<string[]>(Run, RulesOfColour);
}
