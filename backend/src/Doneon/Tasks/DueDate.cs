using System.Diagnostics.CodeAnalysis;
using Doneon.Accounts;
using NodaTime;
using NodaTime.Text;

namespace Doneon.Tasks;

/// <summary>A due date is a local date (2026-03-01) or a local date-time (2026-03-01T09:00), kept as that text: it sorts as text.</summary>
public static class DueDate
{
    static readonly LocalDateTimePattern[] Times =
        [.. ((string[])["uuuu-MM-dd'T'HH:mm", "uuuu-MM-dd'T'HH:mm:ss"]).Select(LocalDateTimePattern.CreateWithInvariantCulture)];

    /// <summary>More digits of a second than people mean are read, and left out.</summary>
    static readonly OffsetDateTimePattern[] Offsets =
    [
        .. from seconds in (string[])["", ":ss;FFFFFFFFF"] from offset in (string[])["o<Z+HH:mm>", "o<Z+HHmm>", "o<+HH>"]
           select OffsetDateTimePattern.CreateWithInvariantCulture($"uuuu-MM-dd'T'HH:mm{seconds}{offset}"),
    ];

    /// <summary>A moment, given with its offset, waits for the user's time zone to become a local time: see <see cref="In"/>.</summary>
    public static bool TryReadMoment(string text, out OffsetDateTime moment)
    {
        // Upper case, and a T: as the standards write it.
        var standard = text.Length > 10 && text[10] is ' ' or 't' ? $"{text[..10]}T{text[11..]}".Replace(" ", "", StringComparison.Ordinal) : text;
        foreach (var pattern in Offsets)
            // Of the first and the last year it may be another one elsewhere, that no date has.
            if (pattern.Parse(standard.ToUpperInvariant()) is { Success: true, Value: { Year: > 1 and < 9999 } value })
            {
                moment = value;
                return true;
            }
        moment = default;
        return false;
    }

    public static bool TryRead(string text, [NotNullWhen(true)] out string? date, out string error)
    {
        date = null;
        error = "";
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value.Year: > 0 }) date = text;
        foreach (var pattern in Times)
            if (pattern.Parse(text) is { Success: true, Value: { Year: > 0 } time }) date = Text(time);
        if (date is null)
            error = TryReadMoment(text, out _)
                ? "may not carry a time zone or offset: give the local time, such as 2026-03-01T09:00."
                : "must be a date (2026-03-01) or a local date and time (2026-03-01T09:00).";
        return date is not null;
    }

    /// <summary>What the user's clocks show at that moment, to the second.</summary>
    public static string In(this OffsetDateTime moment, string timeZone) =>
        Text(moment.ToInstant().InZone(TimeZones.Of(timeZone)).LocalDateTime.With(TimeAdjusters.TruncateToSecond));

    /// <summary>Whole minutes have one spelling, so that equal times are equal texts.</summary>
    public static string Text(LocalDateTime time) => Times[time.Second == 0 ? 0 : 1].Format(time);

    public static string Day(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>Null of none, and of free text that was adopted.</summary>
    public static LocalDate? DayOf(string? dueDate) =>
        dueDate is { Length: >= 10 } && TryRead(dueDate, out var date, out _) ? LocalDatePattern.Iso.Parse(date[..10]).Value : null;

    /// <summary>That day, at the time of the other one.</summary>
    public static string On(LocalDate day, string? like) => Day(day) + (like is not null && TryRead(like, out var date, out _) ? date[10..] : "");
}
