using System.Text.Json;
using System.Text.RegularExpressions;

namespace Doneon.Tests.Database;

/// <summary>A statement with its plan and with what then happened, as auto_explain writes both to the server's log.</summary>
sealed partial record LoggedPlan(string Statement, PlanNode Root, string Text)
{
    public IEnumerable<PlanNode> Nodes => Root.AndBelow();

    /// <summary>All that were logged from this place on.</summary>
    public static async Task<List<LoggedPlan>> Since(long start, string log)
    {
        await using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = start;
        using var reader = new StreamReader(file);
        var entries = Entry().Split(await reader.ReadToEndAsync());
        return [.. entries.Where(entry => entry.Contains(" ms  plan:\n", StringComparison.Ordinal)).Select(Read)];
    }

    static LoggedPlan Read(string entry)
    {
        var text = entry[entry.IndexOf('{', StringComparison.Ordinal)..];
        var json = JsonDocument.Parse(text).RootElement;
        return new(json.GetProperty("Query Text").GetString()!, new PlanNode(json.GetProperty("Plan"), MayStopEarly: false), text);
    }

    /// <summary>An entry begins with its time; its other lines begin with a tab.</summary>
    [GeneratedRegex(@"^(?=\d{4}-\d\d-\d\d )", RegexOptions.Multiline)]
    private static partial Regex Entry();
}

/// <param name="MayStopEarly">It stands below a limit: what it is expected to find, it may never be asked for.</param>
sealed record PlanNode(JsonElement Json, bool MayStopEarly)
{
    public string Type => Word("Node Type")!;
    public string? Table => Word("Relation Name");
    public string? Index => Word("Index Name");
    public bool HasIndexCondition => Word("Index Cond") is not null;

    public double Expected => Number("Plan Rows");

    /// <summary>Each time that it ran; null when it never did.</summary>
    public double? Found => Number("Actual Loops") > 0 ? Number("Actual Rows") : null;

    public double FoundInAll => Number("Actual Rows") * Number("Actual Loops");

    public bool IsSort => Type is "Sort" or "Incremental Sort";

    public PlanNode Input => Below.First(node => node.Word("Parent Relationship") == "Outer");

    public IEnumerable<PlanNode> Below => Json.TryGetProperty("Plans", out var plans)
        ? plans.EnumerateArray().Select(plan => new PlanNode(plan, MayStopEarly || Type == "Limit")) : [];

    public IEnumerable<PlanNode> AndBelow() => Below.SelectMany(node => node.AndBelow()).Prepend(this);

    public override string ToString() =>
        $"{Type}{(Index is null ? "" : $" using {Index}")}{(Table is null ? "" : $" on {Table}")}, {Expected} rows expected, {(Found is { } found ? $"{found} found" : "never run")}";

    string? Word(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;

    double Number(string name) => Json.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}
