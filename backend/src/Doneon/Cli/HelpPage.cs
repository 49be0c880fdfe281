using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;

namespace Doneon.Cli;

/// <summary>The library's help in a fixed width, with the exit codes below; docs/cli.md is made of the same text.</summary>
sealed class HelpPage : SynchronousCommandLineAction
{
    const string ExitCodes = """
        Exit codes:
          0    all is well
          1    something that Doneon did not foresee
          2    usage: an unknown verb or option, or a value that is not allowed
          3    settings: a variable is missing or wrong, the port is taken, or the web app is missing
          4    database: it cannot be reached or used, or was lost
          5    schema: the database is not migrated, newer, or changed by others
          6    refused: no such account, the name is taken, not confirmed, or bad lines in a file
          130  interrupted
        Whatever stops Doneon is told in one line on the error stream; LOG_LEVEL=debug adds details.

        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var page = new StringWriter { NewLine = "\n" };
        var root = parseResult.CommandResult.Parent is null;
        new HelpAction { MaxWidth = 110 }.Invoke(Redirected(parseResult, page));
        var lines = page.ToString().TrimEnd().Split('\n').Select(line => line.TrimEnd());
        output.Write(string.Join('\n', lines) + "\n" + (root ? $"\n{ExitCodes}" : ""));
        return 0;
    }

    static ParseResult Redirected(ParseResult parsed, TextWriter page)
    {
        parsed.InvocationConfiguration.Output = page;
        return parsed;
    }

    /// <summary>The text of docs/cli.md.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder("""
            # The command line

            What `doneon` is told on the command line; everything else comes from environment variables, see [settings](settings.md).
            Each section is what `--help` prints.

            """);
        foreach (var words in Pages(CommandLine.Root(), []))
        {
            var text = new StringWriter { NewLine = "\n" };
            CommandLine.Root().Parse([.. words, "--help"]).Invoke(new() { Output = text });
            page.Append($"\n## {string.Join(' ', ["doneon", .. words])}\n\n```\n{text}```\n");
        }
        return page.ToString();
    }

    static IEnumerable<string[]> Pages(Command command, string[] words) =>
        [words, .. command.Subcommands.SelectMany(verb => Pages(verb, [.. words, verb.Name]))];
}

sealed class VersionLine : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"doneon {Server.Version}");
        return 0;
    }
}
