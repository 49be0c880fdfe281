namespace Doneon.Tests.Database;

/// <summary>What holds for the plan of every statement, however many tasks and people there are.</summary>
static class PlanRules
{
    /// <summary>Of a tag so many hits are collected at most, and sorted.</summary>
    const int MostRows = 1000;

    /// <summary>
    /// Of words so many. How many there will be the planner cannot know, because the words are looked at only when the statement runs;
    /// the statement itself decides by their number how to go on.
    /// </summary>
    const int MostHits = 8000;

    /// <summary>
    /// To the planner each person has a twentieth of all tasks, here 2,500, where there may be none or all 20,000; a filter may be misjudged
    /// ten times over on top of that. Beyond both, it knows nothing of what it plans for.
    /// </summary>
    const double MostMisjudged = 100;

    /// <summary>Of fewer rows than this, a wrong guess costs nothing.</summary>
    const double Few = 10;

    static readonly string[] GrowingTables = ["task", "searched", "word", "session", "idempotency_key", "user"];

    /// <param name="countsAll">They count all that one person has, and may sort as much.</param>
    public static void Hold(IEnumerable<LoggedPlan> plans, bool countsAll = false)
    {
        var broken = plans
            .SelectMany(plan => plan.Nodes.Select(node => (Rule: Broken(node, countsAll || CountsWords(plan), plan.Statement.Contains("search_terms(", StringComparison.Ordinal)), Node: node, plan.Statement)))
            .Where(found => found.Rule is not null).DistinctBy(found => (found.Rule, found.Statement))
            .Select(found => $"{found.Rule}: {found.Node}, in: {found.Statement}").ToList();
        Assert.True(broken.Count == 0, string.Join("\n\n", broken));
    }

    /// <summary>All words of the tasks that are written, of which there may be 500.</summary>
    static bool CountsWords(LoggedPlan plan) => plan.Statement.Contains("words_known(", StringComparison.Ordinal);

    static string? Broken(PlanNode node, bool countsAll, bool searches)
    {
        var most = searches ? MostHits : MostRows;
        if (node.Type == "Seq Scan" && GrowingTables.Contains(node.Table)) return "reads a whole table";
        if (node.Index is not null && !node.HasIndexCondition) return "reads a whole index";
        if (!countsAll && IsReading(node) && node.FoundInAll > most) return "reads more than a page or the hits of a search";
        if (!countsAll && node.IsSort && node.Input.FoundInAll > most) return "sorts more than a page or the hits of a search";
        return !searches && IsMisjudged(node) ? "expects far more or far fewer rows" : null;
    }

    /// <summary>A bitmap of places is made of all matches, however few of them are then read.</summary>
    static bool IsReading(PlanNode node) => node.Table is not null && node.Type.EndsWith("Scan", StringComparison.Ordinal);

    static bool IsMisjudged(PlanNode node)
    {
        if (!node.Type.EndsWith("Scan", StringComparison.Ordinal) || node.Found is not { } found) return false;
        var isTooMany = found > MostMisjudged * Math.Max(node.Expected, Few);
        var isTooFew = !node.MayStopEarly && node.Expected > MostMisjudged * Math.Max(found, Few);
        return isTooMany || isTooFew;
    }
}
