using System.Text.Json.Serialization;
using Doneon.Tasks;

namespace Doneon.Exchange;

/// <summary>What an import did, or would do.</summary>
/// <param name="DryRun">Nothing was written; "added" are those that would be.</param>
/// <param name="Total">Tasks in the file, bad ones among them.</param>
/// <param name="AlreadyThere">Brought by an earlier import, or never gone.</param>
/// <param name="BadCount">Tasks in which something is wrong. They go in never, the others only if that was asked for.</param>
/// <param name="Bad">What is wrong, 100 mistakes at most.</param>
/// <param name="LeftOut">What Doneon has no place for, and what became something else.</param>
/// <param name="Mapping">Of CSV: which column became what, or might.</param>
/// <param name="Tasks">Of a dry run: the first 20, as they would be.</param>
public sealed record ImportReport(
    string Format, bool DryRun, long Total, long Added, long AlreadyThere, long BadCount, List<BadLine> Bad, List<LeftOutItem> LeftOut,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ColumnMapping? Mapping,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] List<PreviewTask>? Tasks);

/// <param name="Line">Of the file, where the task begins.</param>
/// <param name="Task">Which of its tasks, counted from 1.</param>
public sealed record BadLine(int Line, int Task, string Field, string Error);

/// <param name="Tasks">Of so many tasks.</param>
public sealed record LeftOutItem(string What, int Tasks);

public sealed record PreviewTask(
    int Line, string Title, string? Description, string? DueDate, Priority Priority, string? Tags, string? RecursionPattern, bool Completed);

/// <param name="Map">As the parameter "map" takes it.</param>
public sealed record ColumnMapping(string Map, List<MappedColumn> Columns);

/// <param name="Column">Its name in the first line, or # and its number when that is not a name of its own.</param>
/// <param name="Field">What it becomes; null when it is left out.</param>
public sealed record MappedColumn(string Column, string? Field);

/// <summary>What is left out, counted while a file is read.</summary>
sealed class LeftOut
{
    readonly Dictionary<string, int> counts = [];

    public void Note(string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    public List<LeftOutItem> Items => [.. counts.OrderByDescending(item => item.Value).ThenBy(item => item.Key, StringComparer.Ordinal).Select(item => new LeftOutItem(item.Key, item.Value))];
}
