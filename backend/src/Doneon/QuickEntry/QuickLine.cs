using System.Globalization;
using System.Text;
using Doneon.Repetition;
using Doneon.Tasks;
using NodaTime;

namespace Doneon.QuickEntry;

/// <summary>One line becomes a task: "Pay rent every month on the 1st 9am !high #home". See docs/quick-entry.md.</summary>
public static class QuickLine
{
    /// <param name="keep">Parts that stay title text, because a person has dismissed what was recognised there.</param>
    public static ParsedTask Parse(string text, LocalDateTime now, IReadOnlyList<KeptPart> keep)
    {
        var line = new TypedLine(text, keep);
        var taken = Certainty.Taken(line, now.Date);
        if (taken.Count == 0 || Title(text, Places(line, taken)) is not { } title) return new(text.Trim(), null, null, null, null, []);

        Found? Of(PieceKind kind) => taken.Find(found => found.Kind == kind);
        var (date, time, repeat) = (Of(PieceKind.Date), Of(PieceKind.Time), Of(PieceKind.Repeat));
        var at = time?.Time;
        var due = DueDay(date?.Date, at, repeat?.Rule, now);
        var words = repeat is null ? null : line.Phrase(repeat.First + repeat.Lead.Count, repeat.Count - repeat.Lead.Count);
        var rule = words is null ? null : RuleWords.Read(words, due);
        string Value(Found found) => found.Kind switch
        {
            PieceKind.Date => DueDate.Day(found.Date),
            PieceKind.Time => Text(at!.Value),
            PieceKind.Repeat => rule!.ToString(),
            _ => found.Value,
        };
        return new(
            title, due is { } day ? at is { } clock ? DueDate.Day(day) + "T" + Text(clock) : DueDate.Day(day) : null,
            Of(PieceKind.Priority) is { } priority ? Enum.Parse<Priority>(priority.Value) : null,
            taken.Where(found => found.Kind == PieceKind.Tag).Select(found => found.Value).Distinct(StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } tags ? string.Join(',', tags) : null,
            words, [.. taken.Zip(Places(line, taken), (found, part) => new Piece(found.Kind, part.Start, part.Length, text.Substring(part.Start, part.Length), Value(found)))]);
    }

    /// <summary>A comma between two pieces goes with the first, and so does one after what begins the line: "On Friday, call Bob".</summary>
    static List<Part> Places(TypedLine line, List<Found> taken)
    {
        var (places, begin) = (new List<Part>(), 0);
        for (var at = 0; at < taken.Count; at++)
        {
            var found = taken[at];
            var takesMark = line[found.End] == "," && at + 1 < taken.Count && taken[at + 1].First == found.End + 1 || line[found.End] is "," or ":" && found.First == begin;
            if (found.First == begin) begin = found.End + (takesMark ? 1 : 0);
            places.Add(new(line.Start(found.First), line.End(found.End - (takesMark ? 0 : 1)) - line.Start(found.First)));
        }
        return places;
    }

    /// <summary>What is left, without the white space around what is gone. Null when nothing is left that could be a title.</summary>
    static string? Title(string text, List<Part> places)
    {
        var title = new StringBuilder();
        var from = 0;
        foreach (var part in places.Append(new(text.Length, 0)))
        {
            var between = text.AsSpan(from, part.Start - from).Trim();
            // A comma stays where it stood, at the end of a word.
            if (title.Length > 0 && between.Length > 0 && char.IsWhiteSpace(text[from])) title.Append(' ');
            title.Append(between);
            from = part.Start + part.Length;
        }
        return title.ToString() is var left && left.Any(letter => !char.IsPunctuation(letter) && !char.IsWhiteSpace(letter)) ? left : null;
    }

    /// <summary>
    /// A rule begins with its first date from the given one on, or from now on: every other Tuesday, too, on the next Tuesday. A time alone is
    /// the next such time.
    /// </summary>
    static LocalDate? DueDay(LocalDate? date, LocalTime? time, Rule? rule, LocalDateTime now)
    {
        var today = time < now.TimeOfDay ? now.Date.PlusDays(1) : now.Date;
        if (rule is null) return date ?? (time is null ? null : today);
        var first = (rule with { Interval = 1 }).From(date ?? now.Date).Where(day => date is not null || day >= today).Cast<LocalDate?>().FirstOrDefault();
        return first ?? date;
    }

    static string Text(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    readonly record struct Part(int Start, int Length);
}
