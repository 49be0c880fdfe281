using Doneon.Repetition;
using NodaTime;

namespace Doneon.QuickEntry;

/// <summary>Days that are said in words or relative to today; <see cref="CalendarDates"/> has those of the calendar.</summary>
sealed class DateWords(TypedLine line, LocalDate today)
{
    readonly CalendarDates calendar = new(line, today);

    /// <param name="afterRule">A rule may be said to begin: "every 2 weeks from 1 March".</param>
    public Found? At(int at, bool afterRule)
    {
        var lead = LeadAt(at, afterRule);
        var found = Relative(at, at + lead.Count, lead) ?? In(at, lead) ?? Next(at, at + lead.Count, lead) ?? Weekday(at, at + lead.Count, lead) ?? calendar.At(at, at + lead.Count, lead);
        return found is null ? null : WithPartOfDay(found with { Lead = lead });
    }

    Lead LeadAt(int at, bool afterRule) => line[at] switch
    {
        "due" => new(line[at + 1] is "on" or "by" ? 2 : 1, English: true, Due: true),
        "fällig" or "spätestens" => new(line[at + 1] is "am" or "bis" ? 2 : 1, German: true, Due: true),
        "on" or "by" => new(1, English: true),
        "am" => new(1, German: true),
        "bis" => new(line[at + 1] is "zum" or "spätestens" ? 2 : 1, German: true, Until: true),
        "from" or "starting" when afterRule => new(line[at + 1] is "on" ? 2 : 1, English: true, Due: true),
        "ab" or "seit" when afterRule => new(line[at + 1] is "dem" ? 2 : 1, German: true, Due: true),
        _ => default,
    };

    Found? Relative(int first, int at, Lead lead)
    {
        // "On tomorrow" says nobody, and "am Morgen" is not tomorrow.
        if (line[first] is "on" or "am") return null;
        if (line[at] is "day" && line[at + 1] is "after" && line[at + 2] is "tomorrow" || line[at] is "the" && line[at + 1] is "day" && line[at + 2] is "after" && line[at + 3] is "tomorrow")
            return Day(first, at + (line[at] == "the" ? 4 : 3), today.PlusDays(2), lead) with { IsStrict = true };
        return line[at] switch
        {
            "today" => Day(first, at + 1, today, lead),
            // "Tod" is death.
            "tod" => line.IsLower(at) ? Day(first, at + 1, today, lead) with { IsStrict = true } : null,
            "tonight" => Day(first, at + 1, today, lead) with { NeedsCompany = true, Part = DayPart.Night },
            "tomorrow" or "tmrw" or "tmr" => Day(first, at + 1, today.PlusDays(1), lead),
            "heute" => Day(first, at + 1, today, lead) with { IsGerman = true },
            "morgen" => Day(first, at + 1, today.PlusDays(1), lead) with { IsGerman = true, NeedsCompany = lead.Count == 0 && !line.IsLower(at) },
            "übermorgen" => Day(first, at + 1, today.PlusDays(2), lead) with { IsGerman = true },
            _ => null,
        };
    }

    /// <summary>"in 3 days". With a capital it is a title: "Around the World in 80 Days".</summary>
    Found? In(int at, Lead lead)
    {
        if (lead.Count > 0 || line[at] != "in") return null;
        if ((line[at + 1] is "a" or "an" or "einem" or "einer" ? 1 : Words.Number(line[at + 1])) is not { } number) return null;
        var (unit, german) = line[at + 2] switch { "tagen" or "tag" => ("day", true), "woche" or "wochen" => ("week", true), "monat" or "monaten" => ("month", true), "jahr" or "jahren" => ("year", true), var word => (word, false) };
        if (Words.Unit(unit) is not { } frequency || !german && !line.IsLower(at + 2)) return null;
        return Day(at, at + 3, RuleDates.Plus(today, frequency, number), lead) with { IsGerman = german };
    }

    /// <summary>"next week" begins on its Monday; "next friday" is that of next week, "this friday" and "kommenden Freitag" the one that comes.</summary>
    Found? Next(int first, int at, Lead lead)
    {
        var (next, german) = line[at] switch
        {
            "next" => (true, false),
            "nächste" or "nächsten" or "nächster" or "nächstes" => (true, true),
            "this" or "coming" => (false, false),
            "diesen" or "diesem" or "kommenden" or "kommende" or "kommender" or "kommendes" => (false, true),
            _ => ((bool?)null, false),
        };
        if (next is null) return null;
        if (!next.Value && Vocabulary.PartOfDay(line[at + 1]) is not null) return Day(first, at + 1, today, lead);
        if (Vocabulary.Day(line[at + 1]) is { } day && day.IsGerman == german)
            return Day(first, at + 2, next.Value ? today.Next(IsoDayOfWeek.Monday).PlusDays((int)day.Day - 1) : today.Next(day.Day), lead) with { IsGerman = german };
        LocalDate? begin = Words.Unit(line[at + 1]) switch
        {
            _ when !next.Value && !line[at].StartsWith("kommende", StringComparison.Ordinal) => null,
            Frequency.Weekly => today.Next(IsoDayOfWeek.Monday),
            Frequency.Monthly => new LocalDate(today.Year, today.Month, 1).PlusMonths(1),
            Frequency.Yearly => new LocalDate(today.Year + 1, 1, 1),
            _ => null,
        };
        return begin is { } date && line[at + 1] is "week" or "month" or "year" or "woche" or "monat" or "jahr" ? Day(first, at + 2, begin.Value, lead) with { IsGerman = german } : null;
    }

    /// <summary>The next one, and never today: that is called today.</summary>
    Found? Weekday(int first, int at, Lead lead)
    {
        if (Vocabulary.Day(line[at]) is not { } day) return null;
        var after = line[at + 1] == "," ? at + 2 : at + 1;
        var full = calendar.At(first, line[after] == "der" ? after + 1 : after, lead with { Count = Math.Max(lead.Count, 1), German = lead.German || day.IsGerman });
        if (full is { IsStrict: false }) return full with { IsBroken = full.IsBroken || full.Date.DayOfWeek != day.Day, NeedsCompany = false, IsGerman = day.IsGerman };
        var fits = day.IsGerman ? lead.German : lead.English;
        if (lead.Count > 0 && !fits) return null;
        // "Do 9am" tells somebody to do something: the short German names take "Uhr".
        if (day is { IsShort: true, IsGerman: true } && lead.Count == 0 && !SaysUhr(at + 1)) return null;
        var found = Day(first, at + 1, today.Next(day.Day), lead) with { IsGerman = day.IsGerman };
        return day.IsShort ? found with { NeedsCompany = lead.Count == 0 } : found with { IsPlain = lead.German };
    }

    bool SaysUhr(int at) => line[at + 1] == "uhr" || line[at] == "um" && line[at + 2] == "uhr";

    static Found Day(int first, int end, LocalDate date, Lead lead) => new(PieceKind.Date, first, end - first) { Date = date, IsPlain = lead.Due };

    /// <summary>"Friday evening" is Friday only if a time is said, too.</summary>
    Found WithPartOfDay(Found found) => Vocabulary.PartOfDay(line[found.End]) is { } part
        ? found with { Count = found.Count + 1, Part = part, NeedsCompany = true } : found;
}
