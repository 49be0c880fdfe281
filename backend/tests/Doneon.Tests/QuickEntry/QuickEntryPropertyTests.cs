using System.Diagnostics;
using System.Text;
using Doneon.QuickEntry;
using Doneon.Repetition;
using Doneon.Tasks;
using FsCheck;
using FsCheck.Fluent;

namespace Doneon.Tests.QuickEntry;

/// <summary>What holds of every line, tried on thousands that are put together at random from words that tempt.</summary>
public class QuickEntryPropertyTests
{
    static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(40);

    static readonly string[] Temptations =
    [
        "today", "tomorrow", "day", "after", "the", "in", "3", "days", "a", "week", "next", "this", "friday", "Friday", "fri", "on", "by", "due", "at", "9", "9am", "9:30", "am", "pm", "noon", "21:00", "to", "and", "or",
        "heute", "morgen", "Morgen", "übermorgen", "Tagen", "nächste", "Woche", "Freitag", "Do", "am", "bis", "um", "Uhr", "fällig", "abends", "früh", "jeden", "alle", "2", "Wochen", "Monat", "im", "letzter",
        "every", "other", "month", "monthly", "1st", "31st", "1.", "31.", "1.3.", "01.03.2026", "2026-03-01", "3/14", "March", "März", "May", "5", "2027", "of", "last", "weekdays", "starting", "ab", "completion",
        "!high", "!1", "!hoch", "#home", "#42", "#küche", "#", "!", "\"", "„", "“", "(", ")", "[", "]", ",", ".", "?", ";", "-", "call", "Bob", "anrufen", "🍎", "'", "\t", "  ", "\u0301", "ß", "İ", "\ud800", "\0",
    ];

    static readonly Arbitrary<string> Lines = Gen.ArrayOf(Gen.Elements(Temptations).SelectMany(word => Gen.Elements(" ", " ", " ", "", ", "), (word, space) => word + space)).Select(string.Concat).ToArbitrary();

    static void Holds(Func<string, bool> property) => Check.One(Often, Prop.ForAll(Lines, property));

    static string Letters(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    [Fact]
    public void No_character_is_lost() => Holds(line =>
    {
        var parsed = QuickEntryTests.Parse(line);
        var (left, end) = (new StringBuilder(), 0);
        foreach (var piece in parsed.Pieces)
        {
            if (piece.Start < end || piece.Length == 0 || line.Substring(piece.Start, piece.Length) != piece.Text) return false;
            left.Append(line, end, piece.Start - end);
            end = piece.Start + piece.Length;
        }
        left.Append(line, end, line.Length - end);
        return Letters(left.ToString()) == Letters(parsed.Title) && parsed.Title == parsed.Title.Trim();
    });

    [Fact]
    public void What_is_said_comes_from_pieces_and_can_be_kept() => Holds(line =>
    {
        var parsed = QuickEntryTests.Parse(line);
        int Count(PieceKind kind) => parsed.Pieces.Count(piece => piece.Kind == kind);
        return Count(PieceKind.Date) <= 1 && Count(PieceKind.Time) <= 1
            && (parsed.DueDate is not null) == (Count(PieceKind.Date) + Count(PieceKind.Time) + Count(PieceKind.Repeat) > 0)
            && (parsed.RecursionPattern is not null) == (Count(PieceKind.Repeat) == 1)
            && (parsed.Priority is not null) == (Count(PieceKind.Priority) == 1)
            && (parsed.Tags is not null) == (Count(PieceKind.Tag) > 0)
            && (parsed.DueDate is not { } due || DueDate.TryRead(due, out var read, out _) && read == due)
            && (parsed.Pieces.Count == 0 || parsed.Title.Any(letter => !char.IsPunctuation(letter)));
    });

    [Fact]
    public void A_rule_reads_back_from_the_words_that_are_kept() => Holds(line =>
    {
        var parsed = QuickEntryTests.Parse(line);
        if (parsed.RecursionPattern is not { } words) return true;
        var due = NodaTime.Text.LocalDatePattern.Iso.Parse(parsed.DueDate![..10]).Value;
        var rule = RuleWords.Read(words, due);
        return words.Length <= TaskRules.RecursionPatternLength && rule?.ToString() == parsed.Pieces.Single(piece => piece.Kind == PieceKind.Repeat).Value;
    });

    [Fact]
    public void What_was_dismissed_stays_until_nothing_is_recognised() => Holds(line =>
    {
        var keep = new List<(int, int)>();
        for (var parsed = QuickEntryTests.Parse(line); parsed.Pieces.Count > 0; parsed = QuickEntryTests.Parse(line, [.. keep]))
        {
            if (parsed.Pieces.Any(piece => keep.Any(part => piece.Start < part.Item1 + part.Item2 && part.Item1 < piece.Start + piece.Length))) return false;
            keep.AddRange(parsed.Pieces.Select(piece => (piece.Start, piece.Length)));
        }
        return QuickEntryTests.Parse(line, [.. keep]).Title == line.Trim();
    });

    [Fact]
    public void A_title_that_is_kept_whole_is_itself() => Holds(line =>
    {
        var title = QuickEntryTests.Parse(line).Title;
        var again = QuickEntryTests.Parse(title, (0, 2000));
        return again.Title == title && again.Pieces.Count == 0;
    });

    [Theory]
    [InlineData("every monday and "), InlineData("every "), InlineData("\""), InlineData("("), InlineData("()"), InlineData("#a "), InlineData("tomorrow or "), InlineData("every month on the 1st, "), InlineData("„“"), InlineData("9 am ")]
    [InlineData("every year on march 5 "), InlineData("tomorrow 9am "), InlineData("1."), InlineData("!high "), InlineData(",,"), InlineData("a ")]
    public void A_line_that_means_no_good_takes_no_time(string part)
    {
        var line = string.Concat(Enumerable.Repeat(part, 1000))[..1000];
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var started = Stopwatch.GetTimestamp();
            QuickEntryTests.Parse(line);
            if (Stopwatch.GetElapsedTime(started) is var took && took < least) least = took;
        }
        Assert.True(least < TimeSpan.FromMilliseconds(5), $"{part}: {least.TotalMilliseconds} ms");
    }
}
