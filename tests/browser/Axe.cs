using Doneon.Dev;

namespace Doneon.BrowserTests;

/// <summary>Looks for what keeps people from using a page.</summary>
static class Axe
{
    static readonly Lazy<string> Source = new(() => File.ReadAllText(Checkout.In("frontend", "node_modules", "axe-core", "axe.min.js")));

    const string Run = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
            .map(rule => `${rule.id} (${rule.help}): ` + rule.nodes.map(node => `${node.target} ${node.failureSummary}`).join(' | '))
        """;

    public static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        await page.EvaluateAsync(Source.Value);
        return await page.EvaluateAsync<string[]>(Run);
    }
}
