using System.Globalization;

namespace Doneon.Tasks;

/// <summary>What stands behind due and created, as the moments between which it lies.</summary>
static class SearchDates
{
    public static SearchCondition? Read(SearchField field, string sign, string value, bool isExcluded)
    {
        if (Between(field, sign, value) is not var (from, before)) return null;
        return new(field, isExcluded, null, from, before);
    }

    static (SearchMoment From, SearchMoment Before)? Between(SearchField field, string sign, string value)
    {
        if (value == "week" && sign == ":") return field == SearchField.Due ? (InDays(0), InDays(7)) : (InDays(-6), InDays(1));
        if (Bounds(field, value) is not var (start, end)) return null;
        return sign switch
        {
            "<" => (default, start),
            "<=" => (default, end),
            ">" => (end, default),
            ">=" => (start, default),
            _ => (start, end),
        };
    }

    /// <summary>When a day or a minute begins, and when it is over.</summary>
    static (SearchMoment Start, SearchMoment End)? Bounds(SearchField field, string value)
    {
        if (value switch { "today" => 0, "tomorrow" => 1, "yesterday" => -1, _ => default(int?) } is { } days) return (InDays(days), InDays(days + 1));
        // '~' comes after everything within a day.
        if (field == SearchField.Due) return DueDate.TryRead(value.ToUpperInvariant(), out var date, out _) ? (new(date, null), new(date + "~", null)) : null;
        if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
        // The first and the last day may begin in a year that no moment has.
        return day.Year is > 1 and < 9999 ? (On(day), On(day.AddDays(1))) : null;
    }

    static SearchMoment InDays(int days) => new(null, days);

    static SearchMoment On(DateOnly day) => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), null);
}
