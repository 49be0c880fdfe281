using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Doneon.Tasks;

/// <summary>The place between two pages: the sort keys of the last task shown, so that a page costs the same however deep it lies.</summary>
public sealed record TaskCursor(TaskSort Sort, long Id, DateTime Moment, Priority Priority, string? DueDate, string Title, long Rank = 0)
{
    public static TaskCursor After(TaskItem last, TaskSort sort, long rank) => new(
        sort, last.Id, sort == TaskSort.LastDeleted ? last.DeletedAt!.Value : last.CreatedAt, last.Priority,
        // An adopted date of several lines is no date, and sorts like none.
        last.DueDate is { } due && due.Contains('\n', StringComparison.Ordinal) ? null : last.DueDate, sort == TaskSort.Title ? last.Title : "", rank);

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{(int)Sort}\n{Id}\n{Moment.Ticks}\n{(int)Priority}\n{DueDate}\n{(Sort == TaskSort.Relevance ? Rank : Title)}")));

    public static bool TryRead(string text, [NotNullWhen(true)] out TaskCursor? cursor)
    {
        cursor = null;
        if (text.Length > 2000 || !Base64Url.IsValid(text)) return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n', 6);
        if (parts.Length != 6 || parts[4].Contains('\0', StringComparison.Ordinal) || parts[5].Contains('\0', StringComparison.Ordinal)) return false;
        if (!Number(parts[0], (long)TaskSort.Relevance, out var sort) || !Number(parts[1], long.MaxValue, out var id)
            || !Number(parts[2], DateTime.MaxValue.Ticks, out var ticks) || !Number(parts[3], 2, out var priority)) return false;
        var rank = 0L;
        if ((TaskSort)sort == TaskSort.Relevance && !Number(parts[5], long.MaxValue, out rank)) return false;
        cursor = new((TaskSort)sort, id, new DateTime(ticks, DateTimeKind.Utc), (Priority)priority, parts[4] is "" ? null : parts[4], parts[5], rank);
        return true;
    }

    static bool Number(string text, long most, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
}
