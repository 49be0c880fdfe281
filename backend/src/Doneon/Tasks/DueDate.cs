using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Doneon.Tasks;

/// <summary>A due date is a local date (2026-03-01) or a local date-time (2026-03-01T09:00), kept as that text: it sorts as text.</summary>
public static partial class DueDate
{
    static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?(\d\d)?)$", RegexOptions.IgnoreCase)]
    private static partial Regex WithOffset();

    public static bool TryRead(string text, [NotNullWhen(true)] out string? date, out string error)
    {
        date = null;
        error = WithOffset().IsMatch(text)
            ? "may not carry a time zone or offset: give the local time, such as 2026-03-01T09:00."
            : "must be a date (2026-03-01) or a local date and time (2026-03-01T09:00).";
        if (!DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return false;
        // Whole minutes have one spelling, so that equal times are equal texts.
        date = text.Length == 19 && text.EndsWith(":00", StringComparison.Ordinal) ? text[..16] : text;
        return true;
    }
}
