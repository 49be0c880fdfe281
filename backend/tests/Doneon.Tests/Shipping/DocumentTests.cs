using System.Diagnostics;
using System.Text.RegularExpressions;
using Doneon.Database;

namespace Doneon.Tests.Shipping;

/// <summary>What the documents say, where it could drift from what is.</summary>
public partial class DocumentTests
{
    static readonly string Root = FindRoot();

    static IEnumerable<string> Pages => [.. Directory.EnumerateFiles(Root, "*.md"), .. Below("docs"), .. Below("specs")];

    static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories);

    static string Page(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path])).ReplaceLineEndings("\n");

    [Fact]
    public void Every_link_within_the_repository_leads_somewhere()
    {
        var broken = from page in Pages
                     from Match link in Link().Matches(File.ReadAllText(page))
                     let target = link.Groups[1].Value.Split('#')[0]
                     where target != "" && !target.Contains(':') && !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
                     select $"{Path.GetRelativePath(Root, page)}: {target}";
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("README.md", 100)]
    [InlineData("CONTRIBUTING.md", 100)]
    public void What_everybody_should_read_is_short(string page, int most) => Assert.InRange(Page(page).Split('\n').Length, 1, most);

    [Fact]
    public void Every_variable_that_a_document_names_is_a_setting()
    {
        string[] others =
        [
            "DATABASE_PASSWORD", "DONEON_URL", "UPDATE_DOCS", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_SERVICE_NAME", "OTEL_TRACES_SAMPLER",
            "TLS_AES_256_GCM_SHA384", "AF_INET", "AF_INET6", "AF_UNIX", "REQUESTS_PER_MINUTE_", "FAILED_LOGINS_",
        ];
        var known = Settings.All.Select(setting => setting.Name).Concat(others).ToHashSet();
        var unknown = from page in Pages
                      from Match name in Variable().Matches(File.ReadAllText(page))
                      where !known.Contains(name.Value)
                      select $"{Path.GetRelativePath(Root, page)}: {name.Value}";
        Assert.Empty(unknown);
    }

    /// <summary>schema.txt is held equal to a migrated database's catalog by another test.</summary>
    [Fact]
    public void The_data_model_names_every_column_index_and_rule_and_none_that_is_not_there()
    {
        var page = Page("specs", "data-model.md");
        var facts = Migration.Text("schema.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fact.Parse).ToList();
        foreach (var table in facts.Where(fact => fact.Is("table")).Select(fact => fact.Of!))
        {
            var described = Row().Matches(Section(page, table)).Select(row => row.Groups[1].Value);
            Assert.Equal(facts.Where(fact => fact.Is("column") && fact.Of == table).Select(fact => fact.Name.Split('.')[1]), described);
        }
        string[] kinds = ["constraint", "index", "unique index", "trigger", "policy", "view", "enum", "extension"];
        var names = facts.SelectMany(fact => kinds.Where(fact.Is).Select(kind => fact.Name[(kind.Length + 1)..].Split(' ')[0])).ToList();
        Assert.All(names, name => Assert.Contains($"`{name}`", page));

        var functions = facts.Where(fact => fact.Is("function")).Select(fact => fact.Name.Split(' ', '(')[1]);
        var known = names.Concat(functions).ToHashSet();
        var named = Row().Matches(Section(page, "Indexes, and what each is for") + Section(page, "The change counter")).Select(row => row.Groups[1].Value);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Fact]
    public async Task The_walk_through_the_API_in_the_README_works_line_by_line()
    {
        if (OperatingSystem.IsWindows()) return;
        var host = await TestHost.Start();
        await using var _ = host;
        var walk = Page("README.md").Split("```bash\n")[1].Split("```")[0].Replace("http://localhost:8080", host.Address.AbsoluteUri.TrimEnd('/'));
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", walk]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, $"{output}\n{await error}");
        Assert.Equal(5, Regex.Count(output, "\"title\":\"Buy milk\""));
        Assert.Contains("\"completed\":1", output);
    }

    /// <summary>What <c>Outage.cs</c> names, state, text or exception, has a row; and what is said to provoke it is a test.</summary>
    [Fact]
    public void Every_failure_that_the_server_knows_is_in_the_table_of_outages_with_a_test_that_is_there()
    {
        var code = string.Join('\n', Page("backend", "src", "Doneon", "Database", "Outage.cs").Split('\n').Where(line => !line.TrimStart().StartsWith('/')));
        var page = Page("docs", "outages.md");
        var rows = page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ').Split(" | ")).Skip(1).ToList();
        var seen = string.Join('\n', rows.Select(row => row[0]));
        var known = Known().Matches(code).Select(name => name.Value.Trim('"')).Distinct().Except(["DatabaseUnavailableException", "InnerException", "Exception", "The database does not answer."]);
        Assert.All(known, name => Assert.Contains(name, seen, StringComparison.OrdinalIgnoreCase));

        var tests = typeof(DocumentTests).Assembly.GetTypes().SelectMany(type => type.GetMethods().Select(method => method.Name)).ToHashSet();
        Assert.All(rows, row =>
        {
            Assert.Equal(7, row.Length);
            var named = Quoted().Matches(row[6]).Select(name => name.Groups[1].Value).ToList();
            Assert.True(named.Count > 0 || row[6].StartsWith("the fault harness", StringComparison.Ordinal) || row[6].StartsWith("only in the table", StringComparison.Ordinal), row[0]);
            Assert.All(named, name => Assert.Contains(name, tests));
        });
    }

    static string Section(string page, string title) => page.Split($"\n## {title}\n")[1].Split("\n## ")[0];

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Doneon.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("""
        "[^"\n]+"|\b\w*Exception\b
        """)]
    private static partial Regex Known();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| `(\w+)", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\b[A-Z]{2,}(_[A-Z0-9]+)+_?\b")]
    private static partial Regex Variable();
}
