using Doneon.QuickEntry;
using NodaTime;

namespace Doneon.Tests.QuickEntry;

public class QuickEntryTests
{
    /// <summary>A Wednesday, at ten.</summary>
    internal static readonly LocalDateTime Now = new(2026, 2, 25, 10, 0);

    internal static ParsedTask Parse(string line, params (int Start, int Length)[] keep) => QuickLine.Parse(line, Now, [.. keep.Select(part => new KeptPart(part.Start, part.Length))]);

    sealed record Case(string Line, string Title, string Due, string Priority, string Tags, string Rule);

    static IEnumerable<Case> Cases(string file) =>
        from text in File.ReadLines(Path.Combine(SettingsTests.Root, "backend", "tests", "Doneon.Tests", "QuickEntry", file))
        where text.Length > 0 && !text.StartsWith("# ", StringComparison.Ordinal)
        let sides = text.Split(" → ")
        let said = (sides.Length > 1 ? sides[1] : text).Split('|').Select(part => part.Trim()).Concat(Enumerable.Repeat("", 5)).ToList()
        select new Case(sides[0], sides.Length > 1 ? said[0] : text, sides.Length > 1 ? said[1] : "", sides.Length > 1 ? said[2] : "", sides.Length > 1 ? said[3] : "", sides.Length > 1 ? said[4] : "");

    public static TheoryData<string> Recognised => [.. Cases("recognised.txt").Select(one => one.Line)];

    public static TheoryData<string> Title => [.. Cases("title.txt").Select(one => one.Line)];

    [Theory]
    [MemberData(nameof(Recognised))]
    public void What_is_certain_is_recognised(string line) => Check("recognised.txt", line);

    [Theory]
    [MemberData(nameof(Title))]
    public void What_could_be_title_stays_title(string line) => Check("title.txt", line);

    static void Check(string file, string line)
    {
        var expected = Cases(file).Single(one => one.Line == line);
        var parsed = Parse(line);
        var (rule, priority) = (parsed.Pieces.SingleOrDefault(piece => piece.Kind == PieceKind.Repeat)?.Value, parsed.Priority?.ToString());
        Assert.Equal(expected, new(line, parsed.Title, parsed.DueDate ?? "", priority ?? "", parsed.Tags ?? "", rule ?? ""));
        Assert.Equal(rule is null, parsed.RecursionPattern is null);
    }

    [Fact]
    public void There_are_hundreds_of_cases_and_most_of_them_must_not_be_recognised()
    {
        var (recognised, title) = (Cases("recognised.txt").Count(), Cases("title.txt").Count());
        Assert.True(recognised + title >= 300 && title >= recognised, $"{recognised} recognised, {title} not");
    }

    [Theory]
    [MemberData(nameof(Recognised))]
    public void Every_piece_says_where_it_stands(string line)
    {
        var parsed = Parse(line);
        var end = 0;
        foreach (var piece in parsed.Pieces)
        {
            Assert.True(piece.Start >= end, line);
            Assert.Equal(line.Substring(piece.Start, piece.Length), piece.Text);
            end = piece.Start + piece.Length;
        }
        Assert.Equal(Letters(line), Letters(parsed.Title).Concat(parsed.Pieces.SelectMany(piece => Letters(piece.Text))).Order());
    }

    [Theory]
    [MemberData(nameof(Recognised))]
    public void A_piece_that_was_dismissed_stays_title(string line)
    {
        foreach (var piece in Parse(line).Pieces)
        {
            var again = Parse(line, (piece.Start, piece.Length));
            Assert.DoesNotContain(again.Pieces, other => other.Start < piece.Start + piece.Length && piece.Start < other.Start + other.Length);
            Assert.Contains(piece.Text.TrimEnd(','), again.Title, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Pay rent every month on the 1st 9am !high #home", "every month on the 1st", "Pay rent every month on the 1st", "2026-02-26T09:00")]
    [InlineData("Pay rent every month on the 1st 9am !high #home", "1st", "Pay rent every month on the 1st", "2026-02-26T09:00")]
    [InlineData("Pay rent every month on the 1st 9am !high #home", "9am", "Pay rent 9am", "2026-03-01")]
    [InlineData("Call Bob tomorrow about the party on friday", "tomorrow", "Call Bob tomorrow about the party", "2026-02-27")]
    [InlineData("Call Bob on friday", "on", "Call Bob on friday", null)]
    [InlineData("Buy milk #home", "me", "Buy milk #home", null)]
    public void What_overlaps_a_dismissed_part_is_not_recognised_again(string line, string dismissed, string title, string? due)
    {
        var parsed = Parse(line, (line.IndexOf(dismissed, StringComparison.Ordinal), dismissed.Length));
        Assert.Equal((title, due), (parsed.Title, parsed.DueDate));
    }

    [Fact]
    public void Positions_count_as_JavaScript_does()
    {
        var parsed = Parse("🍎🍎 kaufen  morgen \t 9 Uhr");
        Assert.Equal([(PieceKind.Date, 13, 6, "2026-02-26"), (PieceKind.Time, 22, 5, "09:00")], parsed.Pieces.Select(piece => (piece.Kind, piece.Start, piece.Length, piece.Value)));
        Assert.Equal("🍎🍎 kaufen", parsed.Title);
    }

    [Theory]
    [InlineData("a  b   tomorrow", "a  b"), InlineData("  Call   Bob \t #home   #work   please ", "Call   Bob please"), InlineData("Call Bob #home, #work, then Jane", "Call Bob, then Jane")]
    public void White_space_goes_only_where_a_piece_went(string line, string title) => Assert.Equal(title, Parse(line).Title);

    [Fact]
    public void A_task_has_at_most_twenty_tags_and_each_at_most_fifty_characters()
    {
        var many = Parse("Sort " + string.Join(' ', Enumerable.Range(1, 22).Select(number => $"#tag{number}")));
        Assert.Equal(("Sort #tag21 #tag22", 20), (many.Title, many.Tags!.Split(',').Length));
        Assert.Equal(new string('ä', 50), Parse("Sort #" + new string('ä', 50)).Tags);
        Assert.Null(Parse("Sort #" + new string('ä', 51)).Tags);
    }

    [Theory]
    [InlineData("Rent monthly on the 1st, 2nd, 3rd, 4th, 5th, 6th, 7th, 8th, 9th, 10th, 11th, 12th, 13th, 14th, 15th, 16th, 17th")]
    public void A_rule_too_long_for_its_field_stays_title(string line) => Assert.Equal((line, null), (Parse(line).Title, Parse(line).RecursionPattern));

    [Fact]
    public void A_rule_is_told_in_the_words_of_the_line()
    {
        Assert.Equal("every month on the 1st", Parse("Pay rent every  month on the\t1st 9am").RecursionPattern);
        Assert.Equal("mondays", Parse("Gym on mondays").RecursionPattern);
        Assert.Equal("Jeden Montag", Parse("Jeden Montag Müll rausbringen").RecursionPattern);
    }
    static IEnumerable<char> Letters(string text) => text.Where(letter => !char.IsWhiteSpace(letter)).Order();
}
