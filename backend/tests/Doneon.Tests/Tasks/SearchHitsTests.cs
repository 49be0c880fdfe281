using System.Globalization;
using Doneon.Tasks;

namespace Doneon.Tests.Tasks;

/// <summary>What is marked in a text, down to the letter.</summary>
public class SearchHitsTests
{
    [Theory]
    // One letter that is two once folded.
    [InlineData("s", "ß", "[ß]"), InlineData("s", "ßx s", "[ß]x [s]"), InlineData("stras", "Straße", "[Straß]e"), InlineData("strass", "Straße", "[Straß]e"), InlineData("sen", "Straßen", "Stra[ßen]")]
    [InlineData("asse", "Maße", "M[aße]"), InlineData("s ss", "ẞ", "[ẞ]"), InlineData("gros", "groß", "[groß]"), InlineData("\"mit s", "mit ß", "[mit ß]"), InlineData("e-s", "e-ßx", "[e-ß]x"), InlineData("strasze", "Straße", "[Straße]")]
    // Marks belong to their letter.
    [InlineData("caf", "cafe\u0301", "[caf]e\u0301"), InlineData("cafe", "cafe\u0301s", "[cafe\u0301]s"), InlineData("e", "e\u0301\u0323, e", "[e\u0301\u0323], [e]"), InlineData("a", "\u0301a", "\u0301[a]"), InlineData("cafe", "\u0301 cafe\u0301", "\u0301 [cafe\u0301]")]
    [InlineData(" क", "किताब", "[कि]ताब"), InlineData("가", "가나", "[가]나")]
    // Pairs of code units, and symbols of several.
    [InlineData("🍎", "a🍎b🍎", "a[🍎]b[🍎]"), InlineData("𝒜", "𝒜𝒷", "[𝒜]𝒷"), InlineData("𠀀", "x 𠀀𠀁", "x [𠀀]𠀁"), InlineData("❤", "I ❤️ it", "I [❤️] it"), InlineData("👍", "👍🏽", "[👍🏽]"), InlineData("🇩🇪", "in 🇩🇪", "in [🇩🇪]")]
    // Tags that are nothing, and half a pair.
    [InlineData("tag:\u0301", "a,, ,\u0301", "a,, ,\u0301"), InlineData("tag:ß", " SS ,x", " [SS] ,x"), InlineData("tag:strasse", "Straße", "[Straße]"), InlineData("x", "x\ud83d", "[x\ud83d]", "[x]\ud83d")]
    public void Whole_letters_are_marked(string question, string text, params string[] expected)
    {
        var hits = new SearchMarker(SearchParser.Read(question, out _)!).Mark(text, text, text);
        var marked = text;
        foreach (var range in hits.Tags.Reverse()) marked = marked.Insert(range[0] + range[1], "]").Insert(range[0], "[");
        Assert.Contains(marked, expected);
        Assert.Equal(question.StartsWith("tag:", StringComparison.Ordinal) ? [] : hits.Tags, hits.Description);
    }

    static readonly string[] Pieces =
        ["s", "ß", "ẞ", "e", "E\u0301", "\u0301", "\u0323", "ma", "Straße", "stras", "🍎", "👍🏽", "\ud83d", "\ude00", "𝒜", "❤\ufe0f", "\u200d", "कि", "क", " ", " ", ",", ",", "-", "%", "\"", "tag:", "İ", "a"];

    [Fact]
    public void Whatever_is_searched_in_whatever_text_no_range_is_empty_and_none_breaks_a_letter()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            if (SearchParser.Read(string.Concat(random.GetItems(Pieces, random.Next(1, 6))), out _) is not { } question) continue;
            var text = string.Concat(random.GetItems(Pieces, random.Next(0, 12)));
            var hits = new SearchMarker(question).Mark(text, null, text);
            foreach (var ranges in (int[][][])[hits.Title, hits.Description, hits.Tags])
            {
                var end = 0;
                foreach (var range in ranges)
                {
                    Assert.True(range[0] >= end && range[1] > 0, $"{text}: {range[0]}, {range[1]}");
                    end = range[0] + range[1];
                    Assert.False(BreaksALetter(text, range[0]) || BreaksALetter(text, end), $"{text}: {range[0]}, {range[1]}");
                }
            }
        }
    }

    /// <summary>Between the halves of a pair, or before a mark of the letter.</summary>
    static bool BreaksALetter(string text, int at) => at > 0 && at < text.Length
        && (char.IsSurrogatePair(text, at - 1) || char.IsLetter(text, at - 1) && char.GetUnicodeCategory(text[at]) == UnicodeCategory.NonSpacingMark);
}
