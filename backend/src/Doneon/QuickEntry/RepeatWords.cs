using Doneon.Repetition;

namespace Doneon.QuickEntry;

/// <summary>A rule of repetition among other words.</summary>
static class RepeatWords
{
    const int LongestPattern = Tasks.TaskRules.RecursionPatternLength;

    public static Found? At(TypedLine line, int at)
    {
        var lead = line[at] == "on" && line[at + 1] is not ("every" or "each" or "a" or "one") ? new Lead(1, English: true) : default;
        var begin = at + lead.Count;
        if (RuleWords.At(line.Words, begin, start: null) is not { } read) return null;
        var (rule, isGerman) = (read.Rule, IsGerman(line[begin]));
        // "Jeden Tag" could be whom or what; "jeden Montag" is when.
        var isSpecific = (rule.Days.Count > 0 || rule.MonthDays.Count > 0 || rule.Interval > 1) && !rule.AfterDone;
        var says = line[begin] is "every" or "each" or "jeden" or "jede" or "jedes" or "alle";
        var found = new Found(PieceKind.Repeat, at, lead.Count + read.Words)
        {
            Rule = rule,
            Lead = lead,
            IsGerman = isGerman,
            MayBegin = says && isSpecific,
            IsPlain = says && isSpecific && isGerman,
            IsBroken = line.Phrase(begin, read.Words).Length > LongestPattern,
        };
        return Vocabulary.PartOfDay(line[found.End]) is null && !IsLimited(line, found.End) ? found : found with { Count = found.Count + 1, IsBroken = true };
    }

    /// <summary>"until june", "for 3 weeks", "except sundays": a rule that is not told whole would be another. So would "every Friday evening".</summary>
    static bool IsLimited(TypedLine line, int at) => line[at] switch
    {
        "until" or "till" or "except" or "unless" or "außer" or "but" => true,
        "for" => Words.Number(line[at + 1]) is not null || line[at + 1] == "a",
        "bis" => line[at + 2] != "uhr" && !line[at + 1].Contains(':', StringComparison.Ordinal),
        _ => false,
    };

    static bool IsGerman(string word) => word is "jeden" or "jede" or "jedes" or "alle" or "werktags" or "der" or "am" or "letzter" or "letzten" or "mittwochs"
        || word.EndsWith("lich", StringComparison.Ordinal) || word.EndsWith("tags", StringComparison.Ordinal) || word.EndsWith("ter", StringComparison.Ordinal) || word.EndsWith("ten", StringComparison.Ordinal);
}
