using System.Globalization;
using NodaTime;

namespace Doneon.Repetition;

public enum Frequency { Daily, Weekly, Monthly, Yearly }

/// <summary>A day of the week; with an ordinal, the first (1) or last (-1) of the month or year, and so on.</summary>
public readonly record struct RuleDay(int Ordinal, IsoDayOfWeek Day);

/// <summary>
/// When a task comes again: the part of RFC 5545 that speaks of days. The time of day is that of the task. <see cref="AfterDone"/> is not of
/// the standard: the interval counts from the day on which the task was done.
/// </summary>
public sealed record Rule(Frequency Frequency)
{
    public int Interval { get; init; } = 1;
    public int? Count { get; init; }
    public LocalDate? Until { get; init; }
    public IReadOnlyList<RuleDay> Days { get; init; } = [];
    public IReadOnlyList<int> MonthDays { get; init; } = [];
    public IReadOnlyList<int> Months { get; init; } = [];
    public IReadOnlyList<int> Positions { get; init; } = [];
    public IsoDayOfWeek WeekStart { get; init; } = IsoDayOfWeek.Monday;
    public bool AfterDone { get; init; }

    /// <summary>How many days each of its months has at least.</summary>
    internal int ShortestMonth => Months.Count == 0 ? 28 : Months.Min(month => CalendarSystem.Iso.GetDaysInMonth(2026, month));

    /// <summary>The canonical text: parts in one order, none that says what holds anyway.</summary>
    public override string ToString()
    {
        var parts = new List<string> { $"FREQ={Frequency.ToString().ToUpperInvariant()}" };
        if (Interval > 1) parts.Add(string.Create(CultureInfo.InvariantCulture, $"INTERVAL={Interval}"));
        if (Count is { } count) parts.Add(string.Create(CultureInfo.InvariantCulture, $"COUNT={count}"));
        if (Until is { } until) parts.Add($"UNTIL={until.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}");
        if (Months.Count > 0) parts.Add($"BYMONTH={Numbers(Months)}");
        if (MonthDays.Count > 0) parts.Add($"BYMONTHDAY={Numbers(MonthDays)}");
        if (Days.Count > 0) parts.Add($"BYDAY={string.Join(',', Days.Select(Name))}");
        if (Positions.Count > 0) parts.Add($"BYSETPOS={Numbers(Positions)}");
        if (WeekStart != IsoDayOfWeek.Monday) parts.Add($"WKST={Name(WeekStart)}");
        if (AfterDone) parts.Add(RuleText.AfterDone);
        return string.Join(';', parts);
    }

    public static string Name(IsoDayOfWeek day) => day.ToString()[..2].ToUpperInvariant();

    static string Name(RuleDay day) => (day.Ordinal == 0 ? "" : day.Ordinal.ToString(CultureInfo.InvariantCulture)) + Name(day.Day);

    static string Numbers(IEnumerable<int> numbers) => string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
