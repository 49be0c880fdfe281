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
        var isSpecific = (rule.Days.Count > 0 || rule.MonthDays.Count > 0 || rule.Months.Count > 0 || rule.Interval > 1) && !rule.AfterDone;
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
        return IsLimited(line, found.End) ? found with { Count = found.Count + 1, IsBroken = true } : found;
    }

    /// <summary>"until june", "for 3 weeks", "except sundays": a rule that is not told whole would be another. So would "every Friday evening".</summary>
    static bool IsLimited(TypedLine line, int at) => line[at] switch
    {
        "until" or "till" or "except" or "unless" or "außer" or "but" or "during" or "während" => true,
        "for" => Words.Number(line[at + 1]) is not null || line[at + 1] == "a",
        "bis" => line[at + 2] != "uhr" && !line[at + 1].Contains(':', StringComparison.Ordinal),
        "at" => Vocabulary.PartOfDay(line[at + 1]) is not null,
        "in" or "im" or "of" or "from" or "von" or "before" or "vor" or "after" or "nach" or "between" or "zwischen" => IsSeason(line, Next(line, at)),
        "this" or "diese" or "diesen" or "dieses" or "next" or "nächste" or "nächsten" or "nächstes" => Words.Unit(line[at + 1]) is not null,
        var word => IsSeason(line, at) || Vocabulary.Joins(word) && Next(line, at) is var next && (IsSeason(line, next) || IsDay(line[next])),
    };

    static int Next(TypedLine line, int at) => line[at + 1] is "the" or "der" or "den" or "dem" or "am" or "early" or "late" or "anfang" or "ende" or "mitte" ? at + 2 : at + 1;

    /// <summary>"in summer", "in 2027", "in the morning", "from March"; but "from March 5" is a day.</summary>
    static bool IsSeason(TypedLine line, int at) =>
        line[at] is "spring" or "summer" or "autumn" or "fall" or "winter" or "holidays" or "ferien" or "frühling" or "frühjahr" or "sommer" or "herbst" or "year" or "jahr"
        || Words.Month(line[at]) is not null && Words.DayOfMonth(line[at + 1]) is null || Vocabulary.PartOfDay(line[at]) is not null
        || line[at].Length == 4 && line[at].All(char.IsAsciiDigit) && line[at][0] is '1' or '2';

    /// <summary>Of the month or the week; a number alone counts something.</summary>
    static bool IsDay(string word) => word is "every" or "each" or "jeden" or "jede" || Vocabulary.Day(word) is not null || Words.Ordinal(word) is not null
        || Words.DayOfMonth(word) is not null && !char.IsAsciiDigit(word[^1]);

    static bool IsGerman(string word) => word is "jeden" or "jede" or "jedes" or "alle" or "werktags" or "der" or "am" or "letzter" or "letzten" or "mittwochs"
        || word.EndsWith("lich", StringComparison.Ordinal) || word.EndsWith("tags", StringComparison.Ordinal) || word.EndsWith("ter", StringComparison.Ordinal) || word.EndsWith("ten", StringComparison.Ordinal);
}
