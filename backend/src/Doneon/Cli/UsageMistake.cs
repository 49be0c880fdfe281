using System.CommandLine;

namespace Doneon.Cli;

/// <summary>What was wrong with the words that the program was started with, and which words it would understand.</summary>
static class UsageMistake
{
    public static string? Of(ParseResult parsed)
    {
        if (parsed.Errors is not [var first, ..]) return null;
        var command = parsed.CommandResult.Command;
        var (name, verbs) = (FullName(parsed), string.Join(", ", command.Subcommands.Select(verb => verb.Name)));
        var hint = $"{name} --help explains";
        return parsed.UnmatchedTokens switch
        {
            [['-', ..] and var option, ..] => $"{name} has no option {Told(option)}, {Known(command)}; {hint}",
            [var verb, ..] when verbs != "" => $"{name} has no verb {verb}, it has {verbs}; {hint}",
            // What stands there may be a password.
            [_, ..] => $"{name} takes {Taken(command)}; {hint}",
            _ when command.Action is null => $"{name} needs a verb: {verbs}; {hint}",
            _ when command.Arguments.Any(argument => parsed.GetResult(argument) is not { Tokens.Count: > 0 }) => $"{name} needs {Words(command)}; {hint}",
            _ => $"{first.Message.TrimEnd('.')}; {hint}",
        };
    }

    static string FullName(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult) names.Push(at.Command.Name);
        return string.Join(' ', names);
    }

    static string Known(Command command) => command.Options.Count == 0
        ? "and takes none"
        : $"it has {string.Join(", ", command.Options.Select(option => option.Name))}";

    static string Taken(Command command) => command.Arguments.Count == 0
        ? "no further words"
        : $"{Words(command)} and nothing more";

    static string Words(Command command) => string.Join(' ', command.Arguments.Select(argument => argument.Name));

    /// <summary>Only a plain option is repeated: anything else may be a password that begins with a dash.</summary>
    static string Told(string option) => option.Split('=')[0] is var name && name.StartsWith("--", StringComparison.Ordinal) && name.All(c => char.IsAsciiLetterLower(c) || c == '-')
        ? name
        : "like that";
}
