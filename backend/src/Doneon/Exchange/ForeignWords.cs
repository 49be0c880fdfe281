using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Doneon.Repetition;
using Doneon.Tasks;
using NodaTime;

namespace Doneon.Exchange;

/// <summary>What other programs, and people in spreadsheets, write for a date, a priority, a yes.</summary>
static partial class ForeignWords
{
    /// <summary>Of what is no date and no repetition nothing is looked for: spaces by the million would take minutes.</summary>
    const int LongestWords = 2 * TaskRules.RecursionPatternLength;

    static readonly string[] Days = ["yyyy-M-d", "yyyy/M/d", "d.M.yyyy", "MMM d yyyy", "MMM d, yyyy", "MMMM d yyyy", "MMMM d, yyyy", "d MMM yyyy", "d MMMM yyyy"];

    static readonly string[] Times = ["H:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF", "h:mm tt", "h tt", "htt", "h:mmtt"];

    static readonly string[] DaysWithTimes = [.. from day in Days from time in Times from between in (string[])[" ", "'T'", " 'at' "] select $"{day}{between}{time}"];

    /// <summary>A date that means one day and no other: 3/4/2026 is refused.</summary>
    public static bool TryReadDate(string text, string timeZone, out string date)
    {
        text = text.Trim();
        date = "";
        if (text.Length > LongestWords) return false;
        if (DueDate.TryRead(text, out var standard, out _)) date = standard;
        else if (DueDate.TryReadMoment(text, out var moment)) date = moment.In(timeZone);
        else if (TryParse(text, Days, out var day)) date = DueDate.Day(LocalDate.FromDateTime(day));
        else if (TryParse(text, DaysWithTimes, out var time)) date = DueDate.Text(LocalDateTime.FromDateTime(time));
        return date != "";
    }

    static bool TryParse(string text, string[] forms, out DateTime date) =>
        DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && date.Year > 1;

    public static string? Priority(string text) => text.Trim().ToLowerInvariant() switch
    {
        "" => null,
        "high" or "hoch" or "h" or "1" or "p1" or "urgent" or "dringend" => "High",
        "medium" or "mittel" or "normal" or "m" or "2" or "p2" or "none" or "keine" => "Medium",
        "low" or "niedrig" or "gering" or "l" or "3" or "p3" => "Low",
        _ => throw new BadTaskException("priority", "must be High, Medium or Low."),
    };

    public static string? Flag(string name, string text) => text.Trim().ToLowerInvariant() switch
    {
        "" => null,
        "true" or "yes" or "1" or "x" or "done" or "completed" or "ja" or "erledigt" or "wahr" => "true",
        "false" or "no" or "0" or "open" or "todo" or "nein" or "offen" or "falsch" or "not started" or "in progress" => "false",
        _ => throw new BadTaskException(name, "must be true or false."),
    };

    /// <summary>
    /// "every monday at 9am", "every! 3 days": a repetition as a to-do service says it in words, taken apart into one that Doneon understands,
    /// and a time.
    /// </summary>
    public static bool TryReadRepetition(string text, LocalDate today, out string pattern, out string first)
    {
        (pattern, first) = ("", "");
        if (text.Length > LongestWords) return false;
        var time = TimeOfDay().Match(text);
        var words = (time.Success ? text.Remove(time.Index, time.Length) : text).Trim();
        if (words.StartsWith("every!", StringComparison.OrdinalIgnoreCase)) words = $"every {words[6..].Trim()} after completion";
        if (words.StartsWith("ev ", StringComparison.OrdinalIgnoreCase)) words = $"every {words[3..]}";
        if (words.Length is 0 or > TaskRules.RecursionPatternLength || !Pattern.TryRead(words, today, out var rule, out _)) return false;
        if (rule.From(today, today).Cast<LocalDate?>().FirstOrDefault() is not { } day) return false;
        first = DueDate.Day(day);
        if (time.Success && TryParse(time.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), ["H:mm", "htt", "h:mmtt"], out var at))
            first += at.ToString("'T'HH:mm", CultureInfo.InvariantCulture);
        pattern = words;
        return true;
    }

    [GeneratedRegex(@"\s*\b(?:at|@|um)\s+(\d{1,2}(?::\d\d)?\s*(?:am|pm)|\d{1,2}:\d\d)(?:\s*Uhr)?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();

    /// <summary>The words of a rich text.</summary>
    public static string OfHtml(string html)
    {
        if (!html.Contains('<', StringComparison.Ordinal)) return WebUtility.HtmlDecode(html);
        var text = Break().Replace(html, "\n");
        text = Item().Replace(text, "\n- ");
        return BlankLines().Replace(WebUtility.HtmlDecode(Tag().Replace(text, "")), "\n\n").Trim();
    }

    [GeneratedRegex(@"<br\s*/?>|</(?:p|div|h\d|ul|ol|blockquote|pre)>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Break();

    [GeneratedRegex("<li[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Item();

    [GeneratedRegex("</?[a-zA-Z][^<>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\n\s*\n\s*", RegexOptions.CultureInvariant)]
    private static partial Regex BlankLines();
}
