using System.Globalization;
using System.Text;
using Doneon.Repetition;
using Doneon.Tasks;
using Npgsql;
using Column = Doneon.Exchange.ExportColumns;

namespace Doneon.Exchange;

/// <summary>
/// VTODOs of RFC 5545. A due time is local, wherever its owner is: so it is written without a zone, which the standard calls floating, and
/// means there what it means here. What cannot be said is written beside it, under names that begin with X-DONEON.
/// </summary>
sealed class CalendarExport : ExportFormat
{
    const int LongestLine = 75;

    public override string MediaType => "text/calendar; charset=utf-8";

    public override string Extension => "ics";

    public override void Begin(Utf8Text text, ExportHead head)
    {
        foreach (var line in (string[])["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Doneon//Doneon//EN", "CALSCALE:GREGORIAN", $"X-WR-CALNAME:{Escaped(head.Username)}"]) Add(text, line);
    }

    public override void End(Utf8Text text, ExportHead head, int written) => Add(text, "END:VCALENDAR");

    public override void Write(Utf8Text text, NpgsqlDataReader row, ExportPlace place)
    {
        var completed = row.GetBoolean(Column.Completed);
        Add(text, "BEGIN:VTODO");
        Add(text, $"UID:{row.GetString(Column.Uid)}");
        Add(text, $"DTSTAMP:{Utc(place.Head.Now)}");
        Add(text, $"CREATED:{Utc(row.GetDateTime(Column.CreatedAt))}");
        Add(text, $"LAST-MODIFIED:{Utc(row.GetDateTime(Column.UpdatedAt))}");
        Add(text, $"SUMMARY:{Escaped(row.GetString(Column.Title))}");
        if (row.Text(Column.Description) is { } description) Add(text, $"DESCRIPTION:{Escaped(description)}");
        Add(text, $"PRIORITY:{row.GetString(Column.Priority) switch { "High" => 1, "Medium" => 5, _ => 9 }}");
        if (row.Text(Column.Tags) is { } tags) Add(text, $"CATEGORIES:{string.Join(',', tags.Split(',').Select(Escaped))}");
        AddDates(text, row.Text(Column.DueDate), completed ? null : row.Text(Column.RecursionPattern));
        Add(text, completed ? "STATUS:COMPLETED" : "STATUS:NEEDS-ACTION");
        if (completed)
        {
            // When it was done is not kept; it was written last then, or later.
            Add(text, $"COMPLETED:{Utc(row.GetDateTime(Column.UpdatedAt))}");
            Add(text, "PERCENT-COMPLETE:100");
        }
        Add(text, "END:VTODO");
    }

    static void AddDates(Utf8Text text, string? dueDate, string? pattern)
    {
        var isDate = DueDate.TryRead(dueDate ?? "", out var due, out _);
        if (dueDate is not null && !isDate) Add(text, $"X-DONEON-DUE:{Escaped(dueDate)}");
        if (isDate) Add(text, $"DUE{Value(due!)}");
        if (pattern is null) return;
        if (isDate && Pattern.TryRead(pattern, DueDate.DayOf(due), out var rule, out _) && !rule.AfterDone)
        {
            // The standard wants a start where there is a rule.
            Add(text, $"DTSTART{Value(due!)}");
            Add(text, $"RRULE:{Until(rule, hasTime: due!.Length > 10)}");
        }
        else Add(text, $"X-DONEON-REPEATS:{Escaped(pattern)}");
    }

    /// <summary>The last day of a rule is told as the start is: as a date, or with a time.</summary>
    static string Until(Rule rule, bool hasTime) => rule.Until is { } until && hasTime
        ? rule.ToString().Replace($"UNTIL={until.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}", $"UNTIL={until.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}T235959", StringComparison.Ordinal)
        : rule.ToString();

    static string Value(string due) => due.Length == 10
        ? $";VALUE=DATE:{Digits(due)}"
        : $":{Digits(due[..10])}T{Digits(due[11..]).PadRight(6, '0')}";

    static string Digits(string date) => date.Replace("-", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal);

    static string Utc(DateTime moment) => moment.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A value may hold no control characters but tabs.</summary>
    internal static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value.ReplaceLineEndings("\n"))
            if (c is '\n') text.Append("\\n");
            else if (c is '\\' or ';' or ',') text.Append('\\').Append(c);
            else if (!char.IsControl(c) || c == '\t') text.Append(c);
        return text.ToString();
    }

    /// <summary>A long line goes on behind a line break and a space; no character is torn.</summary>
    static void Add(Utf8Text text, string line)
    {
        var used = 0;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in line.EnumerateRunes())
        {
            if (used + rune.Utf8SequenceLength > LongestLine)
            {
                text.Add("\r\n "u8);
                used = 1;
            }
            text.Add(bytes[..rune.EncodeToUtf8(bytes)]);
            used += rune.Utf8SequenceLength;
        }
        text.Add("\r\n"u8);
    }
}
