using System.Globalization;
using NodaTime;

namespace Doneon.Repetition;

/// <summary>What single words mean, in English and German, lower case.</summary>
static class Words
{
    static readonly string[][] Days =
    [
        ["monday", "mon", "mondays", "montag", "mo", "montags"], ["tuesday", "tue", "tues", "tuesdays", "dienstag", "di", "dienstags"],
        ["wednesday", "wed", "wednesdays", "mittwoch", "mi", "mittwochs"], ["thursday", "thu", "thur", "thurs", "thursdays", "donnerstag", "do", "donnerstags"],
        ["friday", "fri", "fridays", "freitag", "fr", "freitags"], ["saturday", "sat", "saturdays", "samstag", "sa", "samstags"],
        ["sunday", "sun", "sundays", "sonntag", "so", "sonntags"],
    ];

    static readonly string[][] Months =
    [
        ["january", "jan", "januar"], ["february", "feb", "februar"], ["march", "mar", "märz"], ["april", "apr"], ["may", "mai"], ["june", "jun", "juni"],
        ["july", "jul", "juli"], ["august", "aug"], ["september", "sep", "sept"], ["october", "oct", "oktober", "okt"], ["november", "nov"],
        ["december", "dec", "dezember", "dez"],
    ];

    static readonly string[] Numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    static readonly string[] Zahlen = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"];

    static readonly string[][] Ordinals =
    [
        ["first", "1st", "erster", "ersten", "erste", "1."], ["second", "2nd", "zweiter", "zweiten", "zweite", "2."], ["third", "3rd", "dritter", "dritten", "dritte", "3."],
        ["fourth", "4th", "vierter", "vierten", "vierte", "4."], ["fifth", "5th", "fünfter", "fünften", "fünfte", "5."],
    ];

    public static IsoDayOfWeek? DayOfWeek(string word) => Place(Days, word) is { } at ? (IsoDayOfWeek)(at + 1) : null;

    /// <summary>"mondays", "montags": each of them.</summary>
    public static IsoDayOfWeek? DayOfEach(string word) =>
        word.EndsWith("days", StringComparison.Ordinal) || word.EndsWith("tags", StringComparison.Ordinal) || word == "mittwochs" ? DayOfWeek(word) : null;

    public static int? Month(string word) => Place(Months, word) + 1;

    public static int? Number(string word)
    {
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number is > 0 and <= 1000 ? number : null;
        var at = Math.Max(Array.IndexOf(Numbers, word), Array.IndexOf(Zahlen, word));
        return at < 0 ? null : at + 1;
    }

    /// <summary>The last is -1.</summary>
    public static int? Ordinal(string word) => word is "last" or "letzter" or "letzten" or "letzte" ? -1 : Place(Ordinals, word) + 1;

    /// <summary>"31st", "31.", "31".</summary>
    public static int? DayOfMonth(string word)
    {
        var digits = word.AsSpan().TrimEnd("stndrdth.");
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31
            && word[digits.Length..] is var end && (end is "" or "." || end == EnglishEnd(day)) ? day : null;
    }

    public static Frequency? Unit(string word) => word switch
    {
        "day" or "days" or "tag" or "tage" => Frequency.Daily,
        "week" or "weeks" or "woche" or "wochen" => Frequency.Weekly,
        "month" or "months" or "monat" or "monate" => Frequency.Monthly,
        "year" or "years" or "jahr" or "jahre" => Frequency.Yearly,
        _ => null,
    };

    public static string EnglishEnd(int day) => (day % 10, day % 100 is >= 11 and <= 13) switch { (1, false) => "st", (2, false) => "nd", (3, false) => "rd", _ => "th" };

    static int? Place(string[][] lists, string word)
    {
        for (var at = 0; at < lists.Length; at++)
            if (Array.IndexOf(lists[at], word) >= 0) return at;
        return null;
    }
}
