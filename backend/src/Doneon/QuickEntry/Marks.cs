using System.Globalization;
using Doneon.Tasks;

namespace Doneon.QuickEntry;

/// <summary>What is said with a sign: #home, !high.</summary>
static class Marks
{
    public static IEnumerable<Found> In(TypedLine line)
    {
        var (tags, hasPriority) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), false);
        for (var at = 0; at < line.Count; at++)
        {
            if (line[at].Length < 2 || at > 0 && line.End(at - 1) == line.Start(at)) continue;
            if (!hasPriority && Priority(line[at]) is { } priority)
            {
                hasPriority = true;
                yield return new(PieceKind.Priority, at, 1) { Value = priority.ToString() };
            }
            else if (line[at][0] == '#' && IsTag(line[at].AsSpan(1)) && (tags.Count < TaskRules.MostTags || tags.Contains(line.Typed(at)[1..])))
            {
                tags.Add(line.Typed(at)[1..]);
                yield return new(PieceKind.Tag, at, 1) { Value = line.Typed(at)[1..] };
            }
        }
    }

    static Priority? Priority(string word) => word switch
    {
        "!high" or "!hoch" or "!1" => Tasks.Priority.High,
        "!medium" or "!mittel" or "!2" => Tasks.Priority.Medium,
        "!low" or "!niedrig" or "!3" => Tasks.Priority.Low,
        _ => null,
    };

    /// <summary>Letters, digits, - and _; a number is an issue's, and #c0ffee a colour.</summary>
    static bool IsTag(ReadOnlySpan<char> name)
    {
        var (length, hasLetter) = (0, false);
        foreach (var rune in name.EnumerateRunes())
        {
            length++;
            if (System.Text.Rune.IsLetter(rune)) hasLetter = true;
            else if (rune.Value is not ('-' or '_') && !System.Text.Rune.IsDigit(rune)
                && System.Text.Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)) return false;
        }
        return hasLetter && length <= TaskRules.TagLength && !IsColour(name);
    }

    static bool IsColour(ReadOnlySpan<char> name) => name.Length is 3 or 6 && name.ContainsAnyInRange('0', '9') && name.IndexOfAnyExcept(Hex) < 0;

    static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
