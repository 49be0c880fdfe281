using System.Collections.Concurrent;
using Doneon.Repetition;
using Doneon.Tasks;
using Npgsql;
using Column = Doneon.Exchange.ExportColumns;

namespace Doneon.Exchange;

/// <summary>
/// A task of an adopted database may be as no request could make it: with a date in free text, or a title with spaces before it. It is marked
/// in the file, so that it comes back as it was, while a mistake in any other task is told.
/// </summary>
static class Adopted
{
    public const string Name = "adopted";

    /// <summary>People have few patterns, and reading one takes time.</summary>
    static readonly ConcurrentDictionary<string, bool> Understood = new();

    public static bool Is(NpgsqlDataReader row) =>
        !IsLine(row.GetString(Column.Title), TaskRules.TitleLength)
        || row.Text(Column.Description) is { } description && !IsText(description)
        || row.Text(Column.DueDate) is { } due && !(DueDate.TryRead(due, out var date, out _) && date == due)
        || row.Text(Column.Tags) is { } tags && !AreTags(tags)
        || row.Text(Column.RecursionPattern) is { } pattern && !(IsLine(pattern, TaskRules.RecursionPatternLength) && IsPattern(pattern));

    static bool IsLine(string text, int most) => text.Length > 0 && text.Trim().Length == text.Length && !text.Any(char.IsControl) && Characters(text) <= most;

    static bool IsText(string text) =>
        text.Length > 0 && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) && Characters(text) <= TaskRules.DescriptionLength;

    static bool AreTags(string text)
    {
        var tags = text.Split(',');
        return tags.Length <= TaskRules.MostTags && tags.All(tag => IsLine(tag, TaskRules.TagLength))
            && tags.Distinct(StringComparer.OrdinalIgnoreCase).Count() == tags.Length;
    }

    static bool IsPattern(string text)
    {
        if (Understood.Count > 1000) Understood.Clear();
        return Understood.GetOrAdd(text, static text => Pattern.TryRead(text, start: null, out _, out _));
    }

    static int Characters(string text) => text.EnumerateRunes().Count();
}
