using System.Text.RegularExpressions;
using Doneon.Dev;

namespace Doneon.BrowserTests;

/// <summary>One language more, as proof that no word is written anywhere else than in the dictionary.</summary>
public partial class GermanTests
{
    /// <summary>Everything on the page that a person reads or hears, but not what somebody wrote.</summary>
    const string Texts = """
        () => {
            const found = [document.title];
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let text = walk.nextNode(); text; text = walk.nextNode())
                if (!text.parentElement.closest('script, style, noscript') && text.parentElement.checkVisibility()) found.push(text.data);
            for (const one of document.querySelectorAll('*'))
                for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'aria-description', 'aria-roledescription', 'aria-valuetext'])
                    if (one.hasAttribute(name)) found.push(one.getAttribute(name));
            return [...new Set(found.map(text => text.trim()).filter(text => text))];
        }
        """;

    [Fact]
    public async Task In_German_no_English_word_is_left()
    {
        var english = Phrases("en").Except(Phrases("de")).Select(phrase => new Regex($"^{phrase}$")).ToList();
        Assert.True(english.Count > 100, "The dictionary was not understood.");
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await EveryPage.Walk(Device.Desktop with { Locale = "de-DE" }, async (state, page) =>
        {
            await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
            foreach (var text in await page.EvaluateAsync<string[]>(Texts))
                if (english.Any(phrase => phrase.IsMatch(text))) found.Add($"{state}: {text}");
            await page.FitsTheWindow();
        }, nameof(In_German_no_English_word_is_left));
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>The texts of a dictionary, as patterns: what it fills in may be anything.</summary>
    static HashSet<string> Phrases(string language) =>
    [
        .. Quoted().Matches(File.ReadAllText(Checkout.In("frontend", "src", "lib", "words", language + ".ts")))
            .Select(match => Hole().Replace(Regex.Escape(match.Groups[1].Value + match.Groups[2].Value), ".+"))
            .Where(phrase => phrase.Any(char.IsAsciiLetterLower)),
    ];

    [GeneratedRegex("'((?:[^'\\\\\\n]|\\\\.)*)'|`([^`]*)`")]
    private static partial Regex Quoted();

    /// <summary>${…}, escaped.</summary>
    [GeneratedRegex(@"\\\$\\\{[^}]*\}")]
    private static partial Regex Hole();
}
