using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Doneon.Repetition;

/// <summary>The text in which a task says how it repeats: words, or a rule of RFC 5545.</summary>
public static class Pattern
{
    const string Expected = "is not understood. Say it as \"every 2 weeks on Monday\", \"monthly\", \"last friday of the month\", \"every 3 days after completion\", "
        + "or as a rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,TH.";

    /// <param name="start">The date with which it begins, if there is one: then "monthly" knows whether a month's last day is meant.</param>
    public static bool TryRead(string text, LocalDate? start, [NotNullWhen(true)] out Rule? rule, [NotNullWhen(false)] out string? error)
    {
        if (RuleText.LooksLikeOne(text)) return RuleText.TryRead(text, out rule, out error);
        rule = RuleWords.Read(text, start);
        error = rule is null ? Expected : null;
        return rule is not null;
    }
}
