using NodaTime;

namespace Doneon.Repetition;

/// <summary>Where a task stands in its series.</summary>
/// <param name="Rule">How it goes on.</param>
/// <param name="Start">The date from which the rule counts.</param>
/// <param name="Day">The one of its dates for which the task is, wherever it has been moved; null of a task without a date.</param>
/// <param name="CatchUp">Whether missed dates come one by one, instead of being skipped.</param>
public sealed record Series(Rule Rule, LocalDate Start, LocalDate? Day, bool CatchUp)
{
    /// <summary>Null when the text, one that was adopted, says nothing that Doneon understands.</summary>
    public static Series? Of(string pattern, LocalDate? start, LocalDate? day, bool catchUp, LocalDate today) =>
        (start ?? day ?? today) is var first && Pattern.TryRead(pattern, first, out var rule, out _) ? new(rule, first, day, catchUp) : null;

    /// <summary>The dates after this task's, if it is done today and each later one on its day.</summary>
    public IEnumerable<LocalDate> Next(LocalDate today)
    {
        if (Rule.AfterDone) return AfterDone(today);
        // What has no date yet is done for today.
        var day = Day ?? today;
        if (day >= RuleDates.End) return [];
        var next = day.PlusDays(1);
        return Rule.From(Start, CatchUp || next > today ? next : today);
    }

    IEnumerable<LocalDate> AfterDone(LocalDate today)
    {
        for (var date = today; ;)
        {
            if (date.Year > 9000) yield break;
            date = RuleDates.Plus(date, Rule.Frequency, Rule.Interval);
            if (date > Rule.Until) yield break;
            yield return date;
        }
    }
}
