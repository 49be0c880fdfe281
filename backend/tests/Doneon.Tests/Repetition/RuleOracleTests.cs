using System.Diagnostics;
using Doneon.Repetition;
using NodaTime;

namespace Doneon.Tests.Repetition;

/// <summary>
/// The dates of random rules, compared with those that another implementation finds: python3-dateutil. Where the standard leaves more than one
/// reading, and the two differ, no rule is made up: numbered days beside plain ones (BYDAY=MO,1TU: dateutil wants both to hold, the
/// standard's list is of either), and BYSETPOS of a week (dateutil's first week begins with the start, the standard's is whole).
/// </summary>
public class RuleOracleTests
{
    const int Rules = 20_000, Dates = 12;

    /// <summary>Debian's, to which its package of dateutil belongs, where there is one.</summary>
    static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    const string Oracle = """
        import sys, datetime
        from dateutil.rrule import rrulestr
        datetime.MAXYEAR = 2120  # Else it looks for a date that never comes until the year 9999.
        for line in sys.stdin:
            start, rule = line.split()
            dates = rrulestr(rule, dtstart=datetime.datetime.strptime(start, "%Y-%m-%d"))
            found = []
            for date in dates:
                found.append(date.strftime("%Y-%m-%d"))
                if len(found) == 12: break
            print(" ".join(found), flush=False)
        """;

    [Fact]
    public async Task Twenty_thousand_random_rules_have_the_dates_that_another_implementation_finds()
    {
        var random = new Random(2026);
        var asked = Enumerable.Range(0, Rules).Select(_ => (Start: new LocalDate(1990, 1, 1).PlusDays(random.Next(20_000)), Seed: random.Next())).ToList();
        var lines = asked.Select(one => $"{one.Start:uuuu-MM-dd} {RandomRule(new(one.Seed), one.Start)}").ToList();
        var answers = await Ask(lines);
        Assert.Equal(Rules, answers.Count);
        var differences = new List<string>();
        foreach (var (line, answer) in lines.Zip(answers))
        {
            var (start, rule) = (line.Split(' ')[0], RuleDatesTests.Rule(line.Split(' ')[1]));
            var dates = string.Join(' ', rule.From(NodaTime.Text.LocalDatePattern.Iso.Parse(start).Value).Take(Dates).Select(date => $"{date:uuuu-MM-dd}"));
            if (dates != answer) differences.Add($"{line}: {dates}, the other: {answer}");
        }
        Assert.Empty(differences.Take(10));
        Assert.InRange(answers.Count(answer => answer != ""), Rules * 9 / 10, Rules);
    }

    static async Task<List<string>> Ask(List<string> lines)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", Oracle]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (answers, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(string.Join('\n', lines) + "\n");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The oracle needs python3-dateutil: {await error}");
        return [.. (await answers).TrimEnd('\n').Split('\n')];
    }

    static string RandomRule(Random random, LocalDate start)
    {
        var frequency = (Frequency)random.Next(4);
        var parts = new List<string> { $"FREQ={frequency.ToString().ToUpperInvariant()}" };
        bool Often(int ofTen) => random.Next(10) < ofTen;
        string Some(int most, Func<int> one) => string.Join(',', Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => one()).Distinct());
        if (Often(4)) parts.Add($"INTERVAL={random.Next(2, 6)}");
        parts.Add(Often(2) ? $"COUNT={random.Next(1, 10)}" : $"UNTIL={start.PlusYears(8):uuuuMMdd}");
        if (parts[^1].StartsWith("COUNT", StringComparison.Ordinal)) return string.Join(';', parts);
        if (Often(3)) parts.Add($"BYMONTH={Some(3, () => random.Next(1, 13))}");
        if (frequency != Frequency.Weekly && Often(4)) parts.Add($"BYMONTHDAY={Some(4, () => random.Next(4) == 0 ? -random.Next(1, 32) : random.Next(1, 32))}");
        if (Often(5)) parts.Add($"BYDAY={RandomDays(random, frequency)}");
        if (frequency is Frequency.Monthly or Frequency.Yearly && parts.Any(part => part.StartsWith("BYMONTHDAY", StringComparison.Ordinal) || part.StartsWith("BYDAY", StringComparison.Ordinal)) && Often(3))
            parts.Add($"BYSETPOS={Some(2, () => random.Next(2) == 0 ? -random.Next(1, 4) : random.Next(1, 4))}");
        if (Often(3)) parts.Add("WKST=SU");
        return string.Join(';', parts);
    }

    static string RandomDays(Random random, Frequency frequency)
    {
        string[] days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        var numbered = frequency is Frequency.Monthly or Frequency.Yearly && random.Next(2) == 0;
        return string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => (numbered ? $"{(random.Next(3) == 0 ? -random.Next(1, 5) : random.Next(1, 5))}" : "") + days[random.Next(7)]).Distinct());
    }
}
