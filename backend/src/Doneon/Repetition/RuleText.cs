using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Doneon.Repetition;

/// <summary>Reads a rule as RFC 5545 writes it. What is beyond days, and what means nothing, is told.</summary>
public static class RuleText
{
    /// <summary>Beyond the standard: the interval counts from the day on which the task was done.</summary>
    public const string AfterDone = "X-AFTER=DONE";

    const int MostTimes = 1000, LongestInterval = 1000;

    static readonly LocalDatePattern Date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    public static bool LooksLikeOne(string text) => Bare(text).StartsWith("FREQ=", StringComparison.OrdinalIgnoreCase) || Bare(text).Contains(";FREQ=", StringComparison.OrdinalIgnoreCase);

    public static bool TryRead(string text, [NotNullWhen(true)] out Rule? rule, [NotNullWhen(false)] out string? error)
    {
        rule = null;
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in Bare(text).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } value])
            {
                error = $"has \"{part}\", where NAME=VALUE is expected.";
                return false;
            }
            if (parts.TryAdd(name, value)) continue;
            error = $"says {name.ToUpperInvariant()} twice.";
            return false;
        }
        var read = new Reading(parts);
        rule = read.Rule();
        error = read.Error;
        if (error is not null) rule = null;
        return rule is not null;
    }

    static string Bare(string text) => text.Trim() is var trimmed && trimmed.StartsWith("RRULE:", StringComparison.OrdinalIgnoreCase) ? trimmed[6..].Trim() : trimmed;

    /// <summary>The first thing that is wrong is told.</summary>
    sealed class Reading(Dictionary<string, string> parts)
    {
        public string? Error { get; private set; }

        public Rule? Rule()
        {
            if (Frequency() is not { } frequency) return null;
            var rule = new Rule(frequency)
            {
                Interval = Number("INTERVAL", 1, LongestInterval) ?? 1,
                Count = Number("COUNT", 1, MostTimes),
                Until = UntilDate(),
                Days = Days(),
                MonthDays = Numbers("BYMONTHDAY", -31, 31),
                Months = Numbers("BYMONTH", 1, 12),
                Positions = Numbers("BYSETPOS", -366, 366),
                WeekStart = WeekStart(),
                AfterDone = Take("X-AFTER") is { } after && (after.Equals("DONE", StringComparison.OrdinalIgnoreCase) || Wrong<bool>("may have X-AFTER=DONE only.")),
            };
            if (parts.Keys.FirstOrDefault() is { } other) Wrong<object>($"has {other.ToUpperInvariant()}, which Doneon does not know. It knows FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST.");
            Check(rule);
            return rule;
        }

        void Check(Rule rule)
        {
            if (rule is { Count: not null, Until: not null }) Wrong<object>("may have COUNT or UNTIL, not both.");
            if (rule.Frequency is Repetition.Frequency.Daily or Repetition.Frequency.Weekly && rule.Days.Any(day => day.Ordinal != 0)) Wrong<object>("may number the days of BYDAY only within months and years.");
            if (rule is { Frequency: Repetition.Frequency.Weekly, MonthDays.Count: > 0 }) Wrong<object>("may not have BYMONTHDAY when it is weekly.");
            if (rule.Positions.Count > 0 && rule is { Days.Count: 0, MonthDays.Count: 0, Months.Count: 0 }) Wrong<object>("may have BYSETPOS only to choose among the days of another BY part.");
            if (rule.AfterDone && rule is not { Days.Count: 0, MonthDays.Count: 0, Months.Count: 0, Positions.Count: 0, Count: null }) Wrong<object>("may have only FREQ, INTERVAL and UNTIL beside X-AFTER=DONE.");
        }

        Frequency? Frequency() => Take("FREQ")?.ToUpperInvariant() switch
        {
            "DAILY" => Repetition.Frequency.Daily,
            "WEEKLY" => Repetition.Frequency.Weekly,
            "MONTHLY" => Repetition.Frequency.Monthly,
            "YEARLY" => Repetition.Frequency.Yearly,
            null => Wrong<Frequency?>("must have FREQ."),
            var other => Wrong<Frequency?>($"has FREQ={other}; it may be DAILY, WEEKLY, MONTHLY or YEARLY."),
        };

        LocalDate? UntilDate()
        {
            if (Take("UNTIL") is not { } text) return null;
            // The time of an end says nothing about days.
            return Date.Parse(text.Split('T', 't')[0]) is { Success: true, Value: var date } ? date : Wrong<LocalDate?>("must have UNTIL as a date, such as UNTIL=20261231.");
        }

        IReadOnlyList<RuleDay> Days()
        {
            if (Take("BYDAY") is not { } text) return [];
            var days = text.Split(',', StringSplitOptions.TrimEntries).Select(Day).ToList();
            return days.Contains(null) ? Wrong<IReadOnlyList<RuleDay>>("must have BYDAY as days such as MO,WE or 1FR or -1SU.") ?? []
                : [.. days.OfType<RuleDay>().Distinct().OrderBy(day => day.Ordinal).ThenBy(day => day.Day)];
        }

        static RuleDay? Day(string text)
        {
            if (text.Length < 2 || DayOfWeek(text[^2..]) is not { } day) return null;
            if (text.Length == 2) return new(0, day);
            return int.TryParse(text[..^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ordinal) && ordinal is not 0 and >= -53 and <= 53 ? new(ordinal, day) : null;
        }

        IsoDayOfWeek WeekStart() => Take("WKST") is not { } text ? IsoDayOfWeek.Monday : DayOfWeek(text) ?? Wrong<IsoDayOfWeek>("must have WKST as a day such as MO or SU.");

        static IsoDayOfWeek? DayOfWeek(string text)
        {
            foreach (var day in Enum.GetValues<IsoDayOfWeek>())
                if (day != IsoDayOfWeek.None && Repetition.Rule.Name(day).Equals(text, StringComparison.OrdinalIgnoreCase)) return day;
            return null;
        }

        int? Number(string name, int least, int most)
        {
            if (Take(name) is not { } text) return null;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number : Wrong<int?>($"must have {name} as a number from {least} to {most}.");
        }

        IReadOnlyList<int> Numbers(string name, int least, int most)
        {
            if (Take(name) is not { } text) return [];
            var numbers = text.Split(',').Select(one => int.TryParse(one, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number != 0 && number >= least && number <= most ? number : 0).ToList();
            return numbers.Contains(0) ? Wrong<IReadOnlyList<int>>($"must have {name} as numbers from {least} to {most}, without 0.") ?? [] : [.. numbers.Distinct().Order()];
        }

        string? Take(string name) => parts.Remove(name, out var value) ? value : null;

        T? Wrong<T>(string what)
        {
            Error ??= what;
            return default;
        }
    }
}
