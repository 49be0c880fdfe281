using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace Doneon.Dev;

/// <summary>The test command. One line of <see cref="Checks"/> is one check.</summary>
static class Test
{
    const string Build = "build", Publish = "publish";

    /// <summary>Release, so that the program which runs the checks, a debug build, is not rebuilt under its own feet.</summary>
    static readonly (string Name, Func<Task<Count>> Run)[] Checks =
    [
        (Build, () => Program("dotnet", "build", "--configuration", "Release", "-verbosity:quiet", "-nologo")),
        ("format", () => Program("dotnet", "format", "--verify-no-changes", "--no-restore")),
        ("types", () => Node("typescript/bin/tsc", "--noEmit")),
        ("service worker's types", () => Node("typescript/bin/tsc", "--noEmit", "--project", "src/worker")),
        ("API's types", () => Node("openapi-typescript/bin/cli.js",
            "../specs/contracts/openapi.json", "--output", "src/lib/api.d.ts", "--check")),
        ("lint", () => Node("eslint/bin/eslint.js", ".", "--max-warnings", "0")),
        ("front end", Vitest),
        (Publish, PublishProgram),
        ("back end", () => DotnetTest("backend/tests/Doneon.Tests")),
        ("browser", () => DotnetTest("tests/browser")),
        ("faults", () => Program("dotnet", "run", "--project", "tests/faults", "--no-build", "--configuration", "Release", "--", "--short")),
    ];

    readonly record struct Count(int Passed, int Failed)
    {
        public static Count operator +(Count one, Count other) => new(one.Passed + other.Passed, one.Failed + other.Failed);

        public override string ToString() => $"{Passed} passed, {Failed} failed";
    }

    public static async Task<int> Everything()
    {
        using var alone = await Checkout.Lock(Path.Combine(Checkout.Folder, "test.lock"),
            () => Progress.Line("waiting for the other test run of this checkout …"));
        var sum = new Count();
        foreach (var (name, run) in Checks)
        {
            Progress.Line($"{name} …");
            var clock = Stopwatch.StartNew();
            var count = await run();
            Progress.Line($"{name}: {count}", clock.Elapsed);
            sum += count;
            if (name is Build or Publish && count.Failed > 0) break; // The rest would judge an older build.
        }
        Console.WriteLine(sum);
        return sum.Failed == 0 ? 0 : 1;
    }

    static async Task<Count> Program(params string[] command) =>
        await Shell.Show(command, Checkout.Root) == 0 ? new(1, 0) : new(0, 1);

    /// <summary>From here on, tests that start the server start it as people run it.</summary>
    static Task<Count> PublishProgram()
    {
        var folder = Path.Combine(Checkout.Folder, "published");
        Environment.SetEnvironmentVariable(TestedProgram.Variable, Path.Combine(folder, "doneon"));
        return Program(TestedProgram.Publishing(folder));
    }

    /// <summary>A program of the front end's packages, which the build has installed.</summary>
    static async Task<Count> Node(string script, params string[] words) =>
        await Shell.Show(["node", Path.Combine("node_modules", script), .. words], Checkout.In("frontend")) == 0 ? new(1, 0) : new(0, 1);

    static async Task<Count> Vitest()
    {
        var results = Path.Combine(Checkout.Folder, "vitest.json");
        File.Delete(results);
        var run = await Node("vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", $"--outputFile.json={results}");
        if (!File.Exists(results)) return new(0, 1);
        using var told = JsonDocument.Parse(await File.ReadAllTextAsync(results));
        int Number(string name) => told.RootElement.GetProperty(name).GetInt32();
        return Counted(Number("numPassedTests"), Number("numTotalTests") - Number("numPassedTests"), run.Failed == 0);
    }

    /// <summary>Every test counts. One that was skipped counts as failed, and so does a run that broke off or found nothing.</summary>
    static async Task<Count> DotnetTest(string project)
    {
        var results = Directory.CreateDirectory(Path.Combine(Checkout.Folder, $"test-{Path.GetFileName(project)}"));
        results.Delete(recursive: true);
        var exitCode = await Shell.Show(["dotnet", "test", project, "--no-build", "--configuration", "Release", "--nologo",
            "--results-directory", results.FullName, "--logger", "trx;LogFileName=results.trx", "--logger", "console;verbosity=minimal"],
            Checkout.Root);
        var file = Path.Combine(results.FullName, "results.trx");
        if (!File.Exists(file)) return new(0, 1);

        var report = XDocument.Load(file).Descendants().ToList();
        foreach (var figures in report.Where(element => element.Name.LocalName == "StdOut")) Console.WriteLine(figures.Value.TrimEnd());
        var outcomes = report.Where(element => element.Name.LocalName == "UnitTestResult")
            .Select(result => (string?)result.Attribute("outcome")).ToList();
        var passed = outcomes.Count(outcome => outcome == "Passed");
        return Counted(passed, outcomes.Count - passed, exitCode == 0);
    }

    static Count Counted(int passed, int failed, bool ended) => new(passed, failed == 0 && (!ended || passed == 0) ? 1 : failed);
}
