using System.Diagnostics;
using System.Globalization;
using Doneon.Database;

namespace Doneon.Cli.Doctor;

enum Verdict { Ok, Note, Fail }

/// <summary>What a check found: good, worth knowing, or in the way, then with a remedy.</summary>
readonly record struct Finding(Verdict Verdict, string Text, int ExitCode = 0)
{
    public static Finding Ok(string text) => new(Verdict.Ok, text);
    public static Finding Note(string text) => new(Verdict.Note, text);
    public static Finding Fail(string text, string remedy, int exitCode = StopException.Database) => new(Verdict.Fail, $"{text} → {remedy}", exitCode);
}

/// <summary>Runs one check after the other and prints a line for each. What rests on a failed check is skipped, visibly.</summary>
sealed class Report(TextWriter output, CancellationToken stop)
{
    public const string SettingsCheck = "settings";

    readonly HashSet<string> failed = [];
    int exitCode;

    public async Task<Settings?> Settings(Func<Settings> read)
    {
        Settings? settings = null;
        await Check(SettingsCheck, [], _ =>
        {
            settings = read();
            return Task.FromResult(Finding.Ok(settings.Database.ToString()));
        });
        return settings;
    }

    public async Task<bool> Check(string name, string[] needs, Func<CancellationToken, Task<Finding>> look)
    {
        if (needs.FirstOrDefault(failed.Contains) is { } missing)
        {
            failed.Add(name);
            Line("skip", name, $"needs {missing}");
            return false;
        }
        var started = Stopwatch.GetTimestamp();
        var finding = await Look(look);
        var time = string.Create(CultureInfo.InvariantCulture, $"  ({Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms)");
        Line(finding.Verdict switch { Verdict.Ok => "ok", Verdict.Note => "note", _ => "FAIL" }, name, finding.Text + time);
        if (finding.Verdict != Verdict.Fail) return true;
        failed.Add(name);
        if (exitCode == 0) exitCode = finding.ExitCode;
        return false;
    }

    /// <summary>Something that is not there yet, though nothing is wrong: what rests on it is skipped.</summary>
    public string Awaits(string what)
    {
        failed.Add(what);
        return what;
    }

    async Task<Finding> Look(Func<CancellationToken, Task<Finding>> look)
    {
        try
        {
            return await look(stop);
        }
        catch (StopException e)
        {
            return new(Verdict.Fail, e.Message.Replace("\n", "; ", StringComparison.Ordinal), e.ExitCode);
        }
        catch (Exception e) when (Startup.IsConnectFailure(e) && !stop.IsCancellationRequested)
        {
            return Finding.Fail(ConnectFailure.Reason(e), ConnectFailure.Remedy(e));
        }
    }

    public int Conclude()
    {
        output.WriteLine(exitCode == 0 ? "Doneon can be served from this database." : "Something is in the way: see FAIL above.");
        return exitCode;
    }

    void Line(string verdict, string name, string text) => output.WriteLine($"{verdict,-4}  {name,-17} {text}");
}
