using System.Text;
using System.Text.RegularExpressions;

namespace Doneon;

/// <summary>Reads a <c>.env</c> file, in development only. The real environment wins.</summary>
static partial class DotEnv
{
    const string FileName = ".env";
    const int LongestFile = 1024 * 1024;

    /// <summary>The environment, completed by the nearest .env from the folder up to the repository's root.</summary>
    public static Func<string, string?> Complete(Func<string, string?> environment, string folder)
    {
        if (Find(folder) is not { } file)
            return environment;
        var values = Parse(file, Text(file));
        return name => environment(name) ?? values.GetValueOrDefault(name);
    }

    /// <summary>Outside a repository only the folder itself is looked at: a stranger's .env further up is none of ours.</summary>
    public static string? Find(string folder)
    {
        var folders = new List<string>();
        for (var at = new DirectoryInfo(folder); at != null; at = at.Parent)
        {
            folders.Add(at.FullName);
            if (Path.Exists(Path.Combine(at.FullName, ".git")) || File.Exists(Path.Combine(at.FullName, "Doneon.slnx")))
                return folders.Select(InFolder).FirstOrDefault(File.Exists);
        }
        return File.Exists(InFolder(folder)) ? InFolder(folder) : null;

        static string InFolder(string folder) => Path.Combine(folder, FileName);
    }

    public static IReadOnlyDictionary<string, string> Parse(string file, string text)
    {
        var values = new Dictionary<string, string>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line == "" || line[0] == '#')
                continue;
            if (Assignment().Match(line) is not { Success: true } match)
                throw Wrong("is not NAME=value");
            var (name, value) = (match.Groups["name"].Value, match.Groups["value"].Value);
            if (!values.TryAdd(name, Value(value)))
                throw Wrong("sets a name for the second time");
        }
        return values;

        string Value(string text)
        {
            if (text.Contains('\0'))
                throw Wrong("contains a NUL character");
            if (text is not ['"' or '\'', ..])
                return Bare().Match(text).Value;
            if (Quoted().Match(text) is not { Success: true } quoted)
                throw Wrong("has a quotation mark that is not closed, or text after the closing one");
            return text[0] == '\'' ? quoted.Groups["single"].Value : Unescape(quoted.Groups["double"].Value);
        }

        // Names the place only: the line may hold a secret.
        StopException Wrong(string what) => new(StopException.Settings, $"{file} line {number} {what}; write NAME=value, NAME='value' or a # comment");
    }

    static string Unescape(string text) => Escape().Replace(text, match => match.Value[1] == 'n' ? "\n" : match.Value[1..]);

    static string Text(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LongestFile
                ? File.ReadAllText(file, new UTF8Encoding(false, throwOnInvalidBytes: true))
                : throw new StopException(StopException.Settings, $"{file} is larger than 1 MB; it should hold a few NAME=value lines");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new StopException(StopException.Settings, $"{file} cannot be read as UTF-8 text; mend its rights or its encoding, or remove it", e);
        }
    }

    [GeneratedRegex(@"\A(?:export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?<value>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Assignment();

    // A # begins a comment only after a blank: a bare one may be part of a password.
    [GeneratedRegex(@"\A(?!#)(?:(?!\s+#).)*", RegexOptions.Singleline)]
    private static partial Regex Bare();

    [GeneratedRegex("""\A(?:'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)")\s*(?:#.*)?\z""", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\[n""\\$]")]
    private static partial Regex Escape();
}
