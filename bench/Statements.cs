using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Doneon.Bench;

/// <summary>The very statements that Doneon sends for a request, with their values: read from PostgreSQL's log, and written down for pgbench.</summary>
static partial class Statements
{
    public sealed record Statement(string Text, IReadOnlyList<string?> Values);

    /// <summary>What is logged while something is done.</summary>
    public static async Task<IReadOnlyList<Statement>> Of(World world, Func<Task> act)
    {
        await world.SetLog("log_min_duration_statement = 0");
        var executed = Executed().Matches(await world.Logged(act));
        await world.SetLog("log_min_duration_statement");
        // A batch begins with the statement that enters; others of the log are the bench's own.
        var session = executed.First(found => found.Groups[2].Value.Contains("set_config('role'", StringComparison.Ordinal)).Groups[1].Value;
        return [.. executed.Where(found => found.Groups[1].Value == session && found.Groups[2].Value != "select 1").Select(found =>
            new Statement(found.Groups[2].Value.Replace("\n\t", "\n", StringComparison.Ordinal), Values(found.Groups[3].Value)))];
    }

    static List<string?> Values(string detail) => [.. Value().Matches(detail).Select(value =>
        value.Groups[2].Success ? value.Groups[2].Value.Replace("''", "'", StringComparison.Ordinal) : null)];

    /// <summary>A script that sends these statements in one pipeline, for another person each time.</summary>
    /// <param name="names">What each value that varies is in pgbench's words.</param>
    public static string Script(IReadOnlyList<Statement> statements, IReadOnlyDictionary<string, string> names, int users)
    {
        var script = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            \set person random(1, {users})
            \set task (:person - 1) * {World.TasksPerUser} + random(1, {World.TasksPerUser})
            \set key random(1, 9000000000000000000)
            \set limit 51
            \startpipeline

            """));
        foreach (var statement in statements)
            script.Append(Parameter().Replace(statement.Text, found => Word(statement.Values[int.Parse(found.ValueSpan[1..], CultureInfo.InvariantCulture) - 1], names))).Append(";\n");
        return script.Append("\\endpipeline\n").ToString();
    }

    static string Word(string? value, IReadOnlyDictionary<string, string> names) =>
        value is null ? "null" : names.TryGetValue(value, out var name) ? name : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\[(\d+)\] LOG:  duration: [\d.]+ ms  execute [^:]+: (.*?)(?:\n\d{4}-[^\n]*DETAIL:  parameters: (.*?))?(?=\n\d{4}-\d\d-\d\d |\n?\z)", RegexOptions.Singleline)]
    private static partial Regex Executed();

    [GeneratedRegex(@"\$(\d+) = (?:'((?:[^']|'')*)'|NULL)")]
    private static partial Regex Value();

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();
}
