using NodaTime;

namespace Doneon.Repetition;

/// <summary>
/// Reads a rule from words, English or German: "every 2 weeks", "letzter Freitag im Monat". One reading for the field of a task and for quick
/// entry, where the words stand among others: so it reads from a place on, and tells how many words it took.
/// </summary>
public static class RuleWords
{
    /// <summary>A rule and the number of words that say it.</summary>
    public readonly record struct Found(Rule Rule, int Words);

    /// <param name="start">The date of the task, if it has one: a month's last days are meant when a rule of months begins on one.</param>
    public static Rule? Read(string text, LocalDate? start)
    {
        var words = Split(text);
        return At(words, 0, start) is { } found && found.Words == words.Count ? found.Rule : null;
    }

    public static IReadOnlyList<string> Split(string text) =>
        text.ToLowerInvariant().Replace(",", " , ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The longest rule that the words from here on say.</summary>
    public static Found? At(IReadOnlyList<string> words, int at, LocalDate? start)
    {
        var line = new Line(words, at);
        if ((AfterDone(line) ?? InMonths(line, Alone(line) ?? Every(line) ?? OrdinalDay(line) ?? NumberedDay(line))) is not { } rule) return null;
        return new(LastDaysMeant(rule, start), line.At - at);
    }

    /// <summary>The words from a place on, some of which are taken.</summary>
    sealed class Line(IReadOnlyList<string> words, int at)
    {
        public int At { get; set; } = at;

        public bool Takes(params ReadOnlySpan<string> any)
        {
            if (At >= words.Count || !any.Contains(words[At])) return false;
            At++;
            return true;
        }

        public T? Takes<T>(Func<string, T?> read) where T : struct
        {
            if (At >= words.Count || read(words[At]) is not { } value) return null;
            At++;
            return value;
        }

        /// <summary>All of it or nothing.</summary>
        public T? Try<T>(Func<T?> read) where T : class
        {
            var before = At;
            var value = read();
            if (value is null) At = before;
            return value;
        }
    }

    static Rule? Alone(Line line) => line.Takes<Frequency>(word => word switch
    {
        "daily" or "täglich" => Frequency.Daily,
        "weekly" or "wöchentlich" => Frequency.Weekly,
        "monthly" or "monatlich" => Frequency.Monthly,
        "yearly" or "annually" or "jährlich" => Frequency.Yearly,
        _ => null,
    }) is { } frequency ? On(line, new(frequency))
        : line.Takes("fortnightly", "biweekly", "zweiwöchentlich") ? On(line, new(Frequency.Weekly) { Interval = 2 })
        : line.Takes("quarterly", "vierteljährlich") ? On(line, new(Frequency.Monthly) { Interval = 3 })
        : line.Takes("weekdays", "werktags") ? Weekdays
        : line.Takes("weekends") ? Weekends
        : DaysOfWeek(line, Words.DayOfEach) is { } days ? new(Frequency.Weekly) { Days = days } : null;

    static Rule Weekdays { get; } = new(Frequency.Weekly) { Days = Plain(IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday) };

    static Rule Weekends { get; } = new(Frequency.Weekly) { Days = Plain(IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday) };

    /// <summary>"every 3 days after completion", "alle 3 Tage nach Erledigung".</summary>
    static Rule? AfterDone(Line line) => line.Try(() =>
    {
        var every = line.Takes("every", "alle");
        if (line.Takes<int>(Words.Number) is not { } interval)
        {
            if (!every && !line.Takes("a", "one", "ein", "einen", "eine")) return null;
            interval = 1;
        }
        if (line.Takes<Frequency>(Words.Unit) is not { } frequency || !line.Takes("after", "nach")) return null;
        line.Takes("it", "the", "der", "dem");
        line.Takes("is");
        return line.Takes("completion", "done", "completed", "finished", "erledigung", "abschluss") ? new Rule(frequency) { Interval = interval, AfterDone = true } : null;
    });

    static Rule? Every(Line line) => line.Try(() =>
    {
        if (!line.Takes("every", "each", "jeden", "jede", "jedes", "alle")) return null;
        if (line.Takes("weekday", "werktag")) return Weekdays;
        if (line.Takes("weekend", "wochenende")) return Weekends;
        if (OrdinalDay(line) is { } ordinal) return ordinal;
        if (DaysOfWeek(line) is { } days) return new Rule(Frequency.Weekly) { Days = days };
        if ((DayOfEachMonth(line) ?? DayOfEachYear(line)) is { } rule) return rule;
        var interval = line.Takes("other", "second", "zweiten", "zweite", "zweites") ? 2 : line.Takes<int>(Words.Number) ?? 1;
        if (interval == 2 && DaysOfWeek(line) is { } everyOther) return new Rule(Frequency.Weekly) { Interval = 2, Days = everyOther };
        // "every third day": of what has a name, it could be the third of the month.
        if (interval == 1 && line.Takes<int>(Words.Ordinal) is { } ordinalOf and > 1) interval = ordinalOf;
        return line.Takes<Frequency>(Words.Unit) is { } frequency ? On(line, new(frequency) { Interval = interval }) : null;
    });

    /// <summary>What may follow any of them: "every day in December", "jeden Montag im Juni und Juli".</summary>
    static Rule? InMonths(Line line, Rule? rule) => rule is null or { Months.Count: > 0 } or { Frequency: Frequency.Yearly } ? rule
        : line.Try(() => line.Takes("in", "im") && Several(line, month => month.Takes<int>(Words.Month)) is { } months ? rule with { Months = months } : null) ?? rule;

    /// <summary>"last friday of the month", "erster Montag im Monat".</summary>
    static Rule? OrdinalDay(Line line) => line.Try(() =>
    {
        if (DayInMonth(line) is not { } day) return null;
        return IsOfMonth(line) ? new Rule(Frequency.Monthly) { Days = [day] } : null;
    });

    /// <summary>"every 15th of the month", "jeden 15. im Monat".</summary>
    static Rule? DayOfEachMonth(Line line) => line.Try(() =>
        line.Takes<int>(Words.DayOfMonth) is { } day && IsOfMonth(line) ? Meant(new(Frequency.Monthly), [day]) : null);

    /// <summary>"the 1st of every month", "am 1. jeden Monats".</summary>
    static Rule? NumberedDay(Line line) => line.Try(() =>
    {
        line.Takes("on", "am");
        line.Takes("the");
        return line.Takes<int>(Words.DayOfMonth) is { } day && (line.Takes("jeden", "jedes") || line.Takes("of") && line.Takes("every", "each")) && line.Takes("month", "monats") ? Meant(new(Frequency.Monthly), [day]) : null;
    });

    /// <summary>"every March 5", "jeden 5. März".</summary>
    static Rule? DayOfEachYear(Line line) => line.Try(() =>
        MonthAndDay(line) is { } day ? Meant(new(Frequency.Yearly) { Months = [day.Month] }, [day.Day]) : null);

    static bool IsOfMonth(Line line) =>
        line.Takes("im") ? line.Takes("monat") : line.Takes("of", "in", "des", "jeden") && (line.Takes("the", "every", "each") | true) && line.Takes("month", "monats");

    static RuleDay? DayInMonth(Line line)
    {
        var before = line.At;
        line.Takes("the", "der", "am");
        if (line.Takes<int>(Words.Ordinal) is { } ordinal and >= -1 and <= 5 && line.Takes<IsoDayOfWeek>(Words.DayOfWeek) is { } day) return new(ordinal, day);
        line.At = before;
        return null;
    }

    /// <summary>What may follow a frequency: "on monday and thursday", "on the 31st", "on the last day", "on march 5".</summary>
    static Rule On(Line line, Rule rule) => line.Try(() =>
    {
        if (!line.Takes("on", "am", "an")) return null;
        return rule.Frequency switch
        {
            Frequency.Weekly when DaysOfWeek(line) is { } days => rule with { Days = days },
            Frequency.Monthly when DayInMonth(line) is { } day => rule with { Days = [day] },
            Frequency.Monthly when DaysOfMonth(line) is { } days => Meant(rule, days),
            Frequency.Yearly when MonthAndDay(line) is { } day => Meant(rule with { Months = [day.Month] }, [day.Day]),
            _ => null,
        };
    }) ?? rule;

    static RuleDay[]? DaysOfWeek(Line line) => DaysOfWeek(line, Words.DayOfWeek);

    static RuleDay[]? DaysOfWeek(Line line, Func<string, IsoDayOfWeek?> name)
    {
        if (line.Takes(name) is not { } first) return null;
        var days = new List<IsoDayOfWeek> { first };
        while (Next(line, day => day.Takes(name)) is { } day) days.Add(day);
        return Plain([.. days.Distinct().Order()]);
    }

    static IReadOnlyList<int>? DaysOfMonth(Line line)
    {
        line.Takes("the", "dem");
        return Several(line, day => day.Takes("last", "letzten") ? day.Takes("day", "tag") ? -1 : null : day.Takes<int>(Words.DayOfMonth));
    }

    static IReadOnlyList<int>? Several(Line line, Func<Line, int?> read)
    {
        if (read(line) is not { } first) return null;
        var all = new List<int> { first };
        while (Next(line, read) is { } next) all.Add(next);
        return [.. all.Distinct().Order()];
    }

    /// <summary>One more of a list.</summary>
    static T? Next<T>(Line line, Func<Line, T?> read) where T : struct
    {
        var before = line.At;
        line.Takes(",");
        line.Takes("and", "und");
        if (line.At > before)
        {
            line.Takes("the", "dem");
            if (read(line) is { } value) return value;
        }
        line.At = before;
        return null;
    }

    static (int Month, int Day)? MonthAndDay(Line line)
    {
        line.Takes("the", "dem");
        if (line.Takes<int>(Words.Month) is { } month) return line.Takes<int>(Words.DayOfMonth) is { } day ? (month, day) : null;
        if (line.Takes<int>(Words.DayOfMonth) is not { } first) return null;
        line.Takes("of");
        return line.Takes<int>(Words.Month) is { } second ? (second, first) : null;
    }

    /// <summary>Who says "monthly" of what is due on the 31st means the last day where a month is shorter. An RRULE says what it says.</summary>
    static Rule LastDaysMeant(Rule rule, LocalDate? start) => start is { } date && rule is { Days.Count: 0, MonthDays.Count: 0, AfterDone: false } ? rule.Frequency switch
    {
        Frequency.Monthly when date.Day > 28 => Meant(rule, [date.Day]),
        Frequency.Yearly when date is { Month: 2, Day: 29 } => Meant(rule with { Months = [2] }, [29]),
        _ => rule,
    } : rule;

    /// <summary>
    /// A day that some months lack is their last day: the last of those up to it. Days before it are known by their place among them, which
    /// they have in each month that has them: "on the 15th and 30th" is BYMONTHDAY=15,28,29,30;BYSETPOS=-1,1.
    /// </summary>
    static Rule Meant(Rule rule, IReadOnlyList<int> days)
    {
        var (shortest, last) = (rule.ShortestMonth, days[^1]);
        if (last <= shortest || days[0] < 0) return rule with { MonthDays = days };
        int[] among = [.. days.Where(day => day < shortest), .. Enumerable.Range(shortest, last - shortest + 1)];
        return rule with { MonthDays = among, Positions = [-1, .. days.SkipLast(1).Select(day => Array.IndexOf(among, day) + 1)] };
    }

    static RuleDay[] Plain(params ReadOnlySpan<IsoDayOfWeek> days)
    {
        var plain = new RuleDay[days.Length];
        for (var at = 0; at < plain.Length; at++) plain[at] = new(0, days[at]);
        return plain;
    }
}
