using System.Text.Json;
using Doneon.Dev;

namespace Doneon.BrowserTests;

/// <summary>Runs Lighthouse with its mobile settings.</summary>
static class Lighthouse
{
    public sealed record Scores(int Performance, int Accessibility, int BestPractices, IReadOnlyList<string> Failed);

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
                environment: new Dictionary<string, string> { ["CHROME_PATH"] = Chromium.Program });
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
        var failed = report.GetProperty("audits").EnumerateObject()
            .Where(audit => audit.Value.GetProperty("score") is { ValueKind: JsonValueKind.Number } score && score.GetDouble() < 0.9)
            .Select(audit => $"{audit.Name}: {audit.Value.GetProperty("title").GetString()} {Details(audit.Value)}");
        return new(Score("performance"), Score("accessibility"), Score("best-practices"), [.. failed]);
    }

    static string Details(JsonElement audit)
    {
        var text = audit.TryGetProperty("details", out var details) && details.TryGetProperty("items", out var items) ? items.GetRawText() : "";
        return text.Length > 400 ? text[..400] : text;
    }
}
