using System.Globalization;

namespace Doneon.QuickEntry;

/// <summary>Times of day: 9am, 9:30 pm, 21:00, at 9, at noon, um 9 Uhr, 9 Uhr 30. Always of one day: what is a span or a duration is none.</summary>
sealed class TimeWords(TypedLine line, DateWords dates)
{
    public Found? At(int at)
    {
        var lead = LeadAt(at);
        var first = at + lead.Count;
        var found = Noon(at, first, lead) ?? TwelveHours(at, first) ?? Uhr(at, first) ?? Clock(at, first, lead) ?? Hour(at, first, lead);
        return found is null ? null : WithPartOfDay(found with { Lead = lead, IsPlain = lead.Due || found.IsGerman && lead.German });
    }

    Lead LeadAt(int at) => line[at] switch
    {
        "due" => new(line[at + 1] is "at" or "by" ? 2 : 1, English: true, Due: true),
        "fällig" or "spätestens" => new(line[at + 1] is "um" or "bis" ? 2 : 1, German: true, Due: true),
        "at" or "by" or "@" => new(1, English: true),
        "um" => new(1, German: true),
        "bis" => new(line[at + 1] is "um" or "spätestens" ? 2 : 1, German: true, Until: true),
        _ => default,
    };

    /// <summary>Midnight says nothing, nor does a day beside it: it could be the one before or the one after.</summary>
    Found? Noon(int first, int at, Lead lead) => line[at] switch
    {
        "noon" => Time(first, at + 1, 12, 0)! with { NeedsCompany = lead.Count == 0 },
        "midnight" or "mitternacht" => Time(first, at + 1, 0, 0)! with { IsBroken = true },
        _ => null,
    };

    Found? TwelveHours(int first, int at)
    {
        var word = line[at];
        var apart = line[at + 1] is "am" or "pm";
        var half = apart ? line[at + 1] : word.EndsWith("am", StringComparison.Ordinal) || word.EndsWith("pm", StringComparison.Ordinal) ? word[^2..] : null;
        if (half is null || Digits(apart ? word : word[..^2], ":.") is not var (hour, minute) || hour is < 1 or > 12) return null;
        // "Bus 9 am Freitag" is German.
        if (apart && half == "am" && dates.At(at + 1, afterRule: false) is not null) return null;
        return Time(first, at + (apart ? 2 : 1), hour % 12 + (half == "pm" ? 12 : 0), minute ?? 0);
    }

    Found? Uhr(int first, int at)
    {
        if (line[at + 1] != "uhr" || Digits(line[at], ":.") is not var (hour, minute)) return null;
        var more = minute is null && line[at + 2].Length == 2 && Digits(line[at + 2], "") is var (number, _) && number < 60 ? number : (int?)null;
        return Time(first, at + (more is null ? 2 : 3), hour, minute ?? more ?? 0) is { } found ? found with { IsGerman = true, IsTwelveHours = hour is >= 1 and < 12 } : null;
    }

    /// <summary>A verse or a proportion looks the same, and what begins in the small hours more often is one.</summary>
    Found? Clock(int first, int at, Lead lead)
    {
        if (lead.Count == 0 && Vocabulary.HasVerses(line[at - 1])) return null;
        if (Digits(line[at].EndsWith('h') ? line[at][..^1] : line[at], ":") is not (var hour, { } minute)) return null;
        var small = hour < 6 && line[at][0] != '0';
        return Time(first, at + 1, hour, minute) is { } found
            ? found with { NeedsCompany = lead.Count == 0 && small, IsTwelveHours = hour is >= 1 and < 12 && line[at][0] != '0', IsGerman = lead.German } : null;
    }

    /// <summary>"at 9". "At 5" or "at 8" could be of the morning or the evening: alone it is left.</summary>
    Found? Hour(int first, int at, Lead lead)
    {
        if (lead.Count == 0 || line[first] is "by" or "bis" or "due" or "fällig" or "spätestens") return null;
        var digits = lead.German && line[at].EndsWith('h') ? line[at][..^1] : line[at];
        if (Digits(digits, "") is not var (hour, _) || hour < 9 && !SaysPart(first - 1) && !SaysPart(at + 1)) return null;
        return Time(first, at + 1, hour, 0) is { } found ? found with { IsStrict = true, IsGerman = lead.German, IsTwelveHours = hour is >= 1 and < 12 } : null;
    }

    /// <summary>"at 8 tonight", "um 8 heute Abend", "at 8 in the evening", "at 8 at night", "at 8 tomorrow evening". But "um 8 morgen" is tomorrow.</summary>
    bool SaysPart(int at) => line[at] is "tonight" || PartAt(at) is not null
        || Vocabulary.PartOfDay(line[at]) is not null && (line[at] != "morgen" || line[at - 1] is "heute" || Vocabulary.Day(line[at - 1]) is not null)
        || Vocabulary.PartOfDay(line[at + 1]) is not null && line[at] is "heute" or "morgen" or "tomorrow";

    static (int Hour, int? Minute)? Digits(string word, string between)
    {
        var at = word.AsSpan().IndexOfAny(between);
        var (hour, minute) = at < 0 ? (word, null) : (word[..at], word[(at + 1)..]);
        if (hour.Length is < 1 or > 2 || !hour.All(char.IsAsciiDigit) || minute is not null && (minute.Length != 2 || !minute.All(char.IsAsciiDigit))) return null;
        return (int.Parse(hour, CultureInfo.InvariantCulture), minute is null ? null : int.Parse(minute, CultureInfo.InvariantCulture));
    }

    static Found? Time(int first, int end, int hour, int minute) =>
        hour < 24 && minute < 60 ? new(PieceKind.Time, first, end - first) { Time = new(hour, minute) } : null;

    /// <summary>"8 Uhr abends", "at 8 in the evening". But "9 Uhr morgen" is tomorrow.</summary>
    Found WithPartOfDay(Found found)
    {
        var (part, count) = PartAt(found.End) is { } said ? said
            : line[found.End] is var word && (word is "früh" || word.EndsWith('s')) ? (Vocabulary.PartOfDay(word), 1) : (null, 0);
        return part is null ? found : found with { Count = found.Count + count, Part = part, IsStrict = false };
    }

    /// <summary>"in the evening", "at night". In the night is as late as the German Nacht.</summary>
    (DayPart? Part, int Count)? PartAt(int at) => (line[at], line[at + 1], Vocabulary.PartOfDay(line[at + 2])) switch
    {
        ("at", "night", _) => (DayPart.Night, 2),
        ("in", "the", DayPart.Night) => (DayPart.Nacht, 3),
        ("in", "the", { } part) => (part, 3),
        _ => null,
    };
}
