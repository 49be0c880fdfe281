using System.Text.Json.Serialization;
using Doneon.Tasks;

namespace Doneon.QuickEntry;

[JsonConverter(typeof(JsonStringEnumConverter<PieceKind>))]
public enum PieceKind
{
    [JsonStringEnumMemberName("date")] Date,
    [JsonStringEnumMemberName("time")] Time,
    [JsonStringEnumMemberName("repeat")] Repeat,
    [JsonStringEnumMemberName("priority")] Priority,
    [JsonStringEnumMemberName("tag")] Tag,
}

/// <summary>A part of the line that is not title but says something about the task.</summary>
/// <param name="Start">Where it begins in the line, in UTF-16 code units, as JavaScript counts.</param>
/// <param name="Length">In UTF-16 code units.</param>
/// <param name="Text">The part as it stands in the line.</param>
/// <param name="Value">What it says: 2026-03-01, 09:00, FREQ=WEEKLY;BYDAY=MO, High, or the tag.</param>
public sealed record Piece(PieceKind Kind, int Start, int Length, string Text, string Value);

/// <summary>What a line says: nothing is written yet.</summary>
/// <param name="Title">What is left of the line without the pieces.</param>
/// <param name="DueDate">A local date (2026-03-01) or a local date and time (2026-03-01T09:00), without a time zone.</param>
/// <param name="Tags">Separated by commas, without spaces around them.</param>
/// <param name="RecursionPattern">How the task recurs, in the words of the line.</param>
/// <param name="Pieces">In the order of the line.</param>
public sealed record ParsedTask(string Title, string? DueDate, Priority? Priority, string? Tags, string? RecursionPattern, List<Piece> Pieces);
