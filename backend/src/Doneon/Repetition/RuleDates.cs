using NodaTime;

namespace Doneon.Repetition;

/// <summary>The dates of a rule: of each day, week, month or year in turn those that the rule names.</summary>
public static class RuleDates
{
    /// <summary>Where calendars of people end, and so does the search for a date that never comes.</summary>
    public static readonly LocalDate End = new(9999, 12, 31);

    /// <summary>A date that does not come within so many days looked at never comes: 29 February is at most eight years away, a Monday among them forty.</summary>
    const int MostDays = 50_000;

    /// <summary>A rule that counts is looked through from its start: for so many days at most, more than a thousand years.</summary>
    const int MostDaysInAll = 500_000;

    /// <param name="start">The first is this date or, if the rule does not name it, one after it.</param>
    public static IEnumerable<LocalDate> From(this Rule rule, LocalDate start) => From(rule, start, start);

    /// <summary>Those from a day on. Unless the rule counts, what lies before is not even looked at.</summary>
    public static IEnumerable<LocalDate> From(this Rule rule, LocalDate start, LocalDate day)
    {
        var complete = Complete(rule, start);
        var last = rule.Until is { } until && until < End ? until : End;
        var dates = Found(complete, Stretches(complete, start, rule.Count is null ? day : start, last)).SkipWhile(date => date < start).TakeWhile(date => date <= last);
        return (rule.Count is { } count ? dates.Take(count) : dates).SkipWhile(date => date < day);
    }

    static IEnumerable<LocalDate> Found(Rule rule, IEnumerable<Stretch> stretches)
    {
        var (sinceLast, inAll) = (0, 0);
        foreach (var stretch in stretches)
        {
            var dates = Named(rule, stretch);
            inAll += stretch.Days;
            sinceLast = dates.Count > 0 ? 0 : sinceLast + stretch.Days;
            if (sinceLast > MostDays || inAll > MostDaysInAll) yield break;
            foreach (var date in dates) yield return date;
        }
    }

    /// <summary>What a rule does not say, its start does.</summary>
    static Rule Complete(Rule rule, LocalDate start)
    {
        if (rule.Days.Count > 0 || rule.MonthDays.Count > 0) return rule;
        return rule.Frequency switch
        {
            Frequency.Weekly => rule with { Days = [new(0, start.DayOfWeek)] },
            Frequency.Monthly => rule with { MonthDays = [start.Day] },
            Frequency.Yearly => rule with { MonthDays = [start.Day], Months = rule.Months.Count > 0 ? rule.Months : [start.Month] },
            _ => rule,
        };
    }

    readonly record struct Stretch(LocalDate First, LocalDate Last)
    {
        public int Days => Period.DaysBetween(First, Last) + 1;
    }

    static IEnumerable<Stretch> Stretches(Rule rule, LocalDate start, LocalDate day, LocalDate last)
    {
        var first = rule.Frequency switch
        {
            Frequency.Daily => start,
            Frequency.Weekly => start.DayOfWeek == rule.WeekStart ? start : start.Previous(rule.WeekStart),
            Frequency.Monthly => new(start.Year, start.Month, 1),
            _ => new LocalDate(start.Year, 1, 1),
        };
        var most = Steps(first, rule.Frequency, last);
        // Counted from the first each time: a sum of months could not lose a day, a sum of their ends could.
        for (var step = Math.Max(0, Steps(first, rule.Frequency, day)) / rule.Interval * rule.Interval; step <= most; step += rule.Interval)
        {
            var begin = Plus(first, rule.Frequency, step);
            yield return new(begin, rule.Frequency switch
            {
                Frequency.Daily => begin,
                Frequency.Weekly => begin > End.PlusDays(-6) ? End : begin.PlusDays(6),
                Frequency.Monthly => begin.With(DateAdjusters.EndOfMonth),
                _ => new(begin.Year, 12, 31),
            });
        }
    }

    /// <summary>Between the stretch of one date and that of another.</summary>
    static int Steps(LocalDate first, Frequency frequency, LocalDate date) => frequency switch
    {
        Frequency.Daily => Period.DaysBetween(first, date),
        Frequency.Weekly => Period.DaysBetween(first, date) / 7,
        Frequency.Monthly => (date.Year - first.Year) * 12 + date.Month - first.Month,
        _ => date.Year - first.Year,
    };

    internal static LocalDate Plus(LocalDate date, Frequency frequency, int step) => frequency switch
    {
        Frequency.Daily => date.PlusDays(step),
        Frequency.Weekly => date.PlusWeeks(step),
        Frequency.Monthly => date.PlusMonths(step),
        _ => date.PlusYears(step),
    };

    static List<LocalDate> Named(Rule rule, Stretch stretch)
    {
        var dates = new List<LocalDate>();
        for (var date = stretch.First; ; date = date.PlusDays(1))
        {
            if (Names(rule, date)) dates.Add(date);
            if (date == stretch.Last) break;
        }
        return rule.Positions.Count == 0 ? dates : [.. rule.Positions.Select(position => position > 0 ? position - 1 : dates.Count + position)
            .Where(index => index >= 0 && index < dates.Count).Distinct().Order().Select(index => dates[index])];
    }

    static bool Names(Rule rule, LocalDate date) =>
        (rule.Months.Count == 0 || rule.Months.Contains(date.Month))
        && (rule.MonthDays.Count == 0 || rule.MonthDays.Contains(date.Day) || rule.MonthDays.Contains(date.Day - 1 - DaysIn(date)))
        && (rule.Days.Count == 0 || rule.Days.Any(day => day.Day == date.DayOfWeek && (day.Ordinal == 0 || IsOrdinal(rule, date, day.Ordinal))));

    /// <summary>Within the month; of a year without named months, within the year.</summary>
    static bool IsOrdinal(Rule rule, LocalDate date, int ordinal)
    {
        var (day, days) = rule.Frequency == Frequency.Yearly && rule.Months.Count == 0
            ? (date.DayOfYear, CalendarSystem.Iso.GetDaysInYear(date.Year)) : (date.Day, DaysIn(date));
        return ordinal > 0 ? (day - 1) / 7 + 1 == ordinal : (days - day) / 7 + 1 == -ordinal;
    }

    static int DaysIn(LocalDate date) => CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month);
}
