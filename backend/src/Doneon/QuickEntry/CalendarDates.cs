using System.Globalization;
using Doneon.Repetition;
using NodaTime;
using NodaTime.Text;

namespace Doneon.QuickEntry;

/// <summary>Dates with a number: 2026-03-01, 1.3., 3/14, 1. März, March 5th 2027, the 15th. Without a year it is the next such date.</summary>
sealed class CalendarDates(TypedLine line, LocalDate today)
{
    /// <param name="first">The word with which the piece begins, which may be a preposition before <paramref name="at"/>.</param>
    public Found? At(int first, int at, Lead lead)
    {
        if (lead.Count > 0 && line[at] is "the" or "den" or "dem") at++;
        var found = Iso(first, at) ?? Dotted(first, at, lead) ?? Slashed(first, at, lead) ?? Named(first, at, lead) ?? Numbered(first, at, lead);
        return found is null ? null : found with { IsPlain = lead.Due || lead.German && !found.IsStrict };
    }

    Found? Iso(int first, int at) =>
        line[at].Length == 10 && LocalDatePattern.Iso.Parse(line[at]) is { Success: true, Value: var date } ? InYear(first, at + 1, date) : null;

    /// <summary>Without a year and a zero, a number that ends a sentence looks the same: "install Python 3.12."</summary>
    Found? Dotted(int first, int at, Lead lead)
    {
        if (Numbers(line[at], '.') is not { } numbers || numbers is not [var day, var month, ..]) return null;
        var ends = line[at].EndsWith('.');
        var padded = line[at].TrimEnd('.').Split('.').All(part => part.Length != 1);
        if (numbers is [_, _, var year])
            return year >= 100 || lead.German || lead.Due ? ends ? null : Dated(first, at + 1, year, month, day) : null;
        if (!ends && !lead.German) return null;
        return NextOne(first, at + 1, month, day) is { } found ? found with { NeedsCompany = lead.Count == 0 && !padded && !line.IsVerb(at + 1), IsGerman = true } : null;
    }

    /// <summary>Day and month or month and day: certain only if one cannot be a month. 3/14 alone is a fraction, and 24/7 is always.</summary>
    Found? Slashed(int first, int at, Lead lead)
    {
        if (line[at] == "24/7" || Numbers(line[at], '/') is not { } numbers || numbers is not [var one, var two, ..]) return null;
        if (one <= 12 && two <= 12 && one != two) return null;
        var (day, month) = one > 12 ? (one, two) : (two, one);
        if (numbers is [_, _, var year]) return Dated(first, at + 1, year, month, day);
        return NextOne(first, at + 1, month, day) is { } found ? found with { NeedsCompany = lead.Count == 0 } : null;
    }

    static int[]? Numbers(string word, char between)
    {
        if (word.Length is < 3 or > 10 || !char.IsAsciiDigit(word[0])) return null;
        var parts = (between == '.' ? word.TrimEnd('.') : word).Split(between);
        if (parts.Length is < 2 or > 3 || parts.Any(part => part.Length is 0 or 3 or > 4 || !part.All(char.IsAsciiDigit)) || parts[0].Length > 2 || parts[1].Length > 2) return null;
        return [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
    }

    /// <summary>"1. März", "5th of March", "March 5th, 2027".</summary>
    Found? Named(int first, int at, Lead lead)
    {
        int month, day, end;
        if (Words.Month(line[at]) is { } before && Words.DayOfMonth(line[at + 1]) is { } after) (month, day, end) = (before, after, at + 2);
        else if (Words.DayOfMonth(line[at]) is { } number && line[at + 1] is var of && Words.Month(of == "of" ? line[at + 2] : of) is { } named) (month, day, end) = (named, number, at + (of == "of" ? 3 : 2));
        else return null;
        var name = Words.Month(line[at]) is null ? line[end - 1] : line[at];
        // "9 am 5 March" is nine o'clock.
        if (line[first] == "am" && Vocabulary.IsEnglishMonth(name)) return null;
        var year = line[end] == "," ? end + 1 : end;
        var found = line[year].Length == 4 && int.TryParse(line[year], NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said is >= 1900 and < 2200
            ? Dated(first, year + 1, said, month, day) : NextOne(first, end, month, day);
        return found is null ? null : found with { IsGerman = Vocabulary.IsGermanMonth(name) || lead.German };
    }

    /// <summary>"on the 15th", "am 15.": nothing else may follow, it could be a floor.</summary>
    Found? Numbered(int first, int at, Lead lead)
    {
        if (lead.Count == 0) return null;
        if (Words.DayOfMonth(line[at]) is not { } day) return null;
        var fits = lead.German ? line[at].EndsWith('.') : line[at].EndsWith(Words.EnglishEnd(day), StringComparison.Ordinal);
        if (!fits) return null;
        var month = new LocalDate(today.Year, today.Month, 1);
        while (day > CalendarSystem.Iso.GetDaysInMonth(month.Year, month.Month) || month.PlusDays(day - 1) < today) month = month.PlusMonths(1);
        return new(PieceKind.Date, first, at + 1 - first) { Date = month.PlusDays(day - 1), IsStrict = true, IsGerman = lead.German };
    }

    Found? Dated(int first, int end, int year, int month, int day)
    {
        if (year < 100) year += 2000;
        return year is >= 1900 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? InYear(first, end, new(year, month, day)) : null;
    }

    /// <summary>A date of the past is what somebody writes about, and not when something is due.</summary>
    Found InYear(int first, int end, LocalDate date) => new(PieceKind.Date, first, end - first) { Date = date, IsBroken = date < today };

    Found? NextOne(int first, int end, int month, int day)
    {
        if (month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(2000, month)) return null;
        var year = today.Year;
        while (day > CalendarSystem.Iso.GetDaysInMonth(year, month) || new LocalDate(year, month, day) < today) year++;
        return new(PieceKind.Date, first, end - first) { Date = new(year, month, day) };
    }
}
