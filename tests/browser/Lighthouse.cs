using System.Text.Json;
using Doneon.Dev;

namespace Doneon.BrowserTests;

/// <summary>Runs Lighthouse with its mobile settings.</summary>
static class Lighthouse
{
    public sealed record Scores(int Performance, int Accessibility, int BestPractices, string Metrics, IReadOnlyList<string> Failed);

    static readonly string[] Metrics =
        ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"];

    public static async Task<Scores> Judge(string url, string? cookie = null)
    {
        var file = Path.Combine(Path.GetTempPath(), $"lighthouse-{Guid.NewGuid():N}.json");
        string[] headers = cookie is null ? [] : ["--extra-headers", JsonSerializer.Serialize(new { Cookie = cookie })];
        try
        {
            await Shell.Run(["node", Checkout.In("frontend", "node_modules", "lighthouse", "cli", "index.js"), url, "--quiet",
                "--no-enable-error-reporting", "--only-categories=performance,accessibility,best-practices",
                "--output=json", $"--output-path={file}",
                $"--chrome-flags=--headless=new {string.Join(' ', Chromium.Flags)}", .. headers],
                environment: new Dictionary<string, string> { ["CHROME_PATH"] = Chromium.Engine });
            using var report = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            return Read(report.RootElement);
        }
        finally
        {
            File.Delete(file);
        }
    }

    static Scores Read(JsonElement report)
    {
        int Score(string category) =>
            (int)Math.Round(100 * report.GetProperty("categories").GetProperty(category).GetProperty("score").GetDouble());
        var audits = report.GetProperty("audits").EnumerateObject().ToList();
        var metrics = audits.Where(audit => Metrics.Contains(audit.Name)).Select(audit => $"{audit.Name} {Text(audit.Value, "displayValue")}");
        // What is right or wrong; the rest has a number among the metrics.
        var failed = audits.Where(audit => Text(audit.Value, "scoreDisplayMode") == "binary" && audit.Value.GetProperty("score").GetDouble() < 1)
            .Select(audit => $"{audit.Name}: {Text(audit.Value, "title")} {Text(audit.Value, "details")}");
        return new(Score("performance"), Score("accessibility"), Score("best-practices"), string.Join(", ", metrics), [.. failed]);
    }

    static string Text(JsonElement audit, string name) =>
        audit.TryGetProperty(name, out var value) ? value.ToString()[..Math.Min(value.ToString().Length, 500)] : "";
}
