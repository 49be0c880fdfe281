using System.Text.RegularExpressions;

namespace Doneon.Tasks;

/// <summary>
/// Reads what people type: words, "phrases", operators such as tag:home or due&lt;2026-04-01, and a minus before what shall not be there.
/// Half of a question is one, too, because it is asked while somebody types; only an operator that says nothing is explained.
/// </summary>
public sealed partial class SearchParser
{
    public const int MostCharacters = 200, MostTerms = 10;

    readonly string text;
    readonly List<SearchTerm> terms = [];
    readonly List<SearchCondition> conditions = [];
    int at;
    string? error;

    SearchParser(string text) => this.text = text;

    /// <summary>Null when it asks for nothing, or when it is wrong.</summary>
    public static SearchQuestion? Read(string text, out string? error)
    {
        var parser = new SearchParser(text);
        while (parser.error is null && parser.SkipSpaces())
        {
            parser.ReadOne();
            if (parser.terms.Count + parser.conditions.Count > MostTerms) parser.error = $"may have at most {MostTerms} words and operators.";
        }
        error = parser.error;
        return error is null && parser.terms.Count + parser.conditions.Count > 0 ? new(parser.terms, parser.conditions) : null;
    }

    bool SkipSpaces()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at < text.Length;
    }

    void ReadOne()
    {
        var isExcluded = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
        if (isExcluded) at++;
        if (Operator().Match(text, at) is { Success: true } found)
        {
            at += found.Length;
            ReadOperator(found.Groups["name"].Value.ToLowerInvariant(), found.Groups["sign"].Value, Value(), isExcluded);
        }
        else if (IsQuote(text[at])) Add(IsClosed(out var phrase) ? SearchKind.Phrase : SearchKind.Word, phrase, isExcluded);
        else Add(SearchKind.Word, Plain(), isExcluded);
    }

    void Add(SearchKind kind, string term, bool isExcluded)
    {
        if (new SearchText(term).Words.Count > 0) terms.Add(new(kind, term, isExcluded));
    }

    string Value()
    {
        if (at == text.Length || !IsQuote(text[at])) return Plain();
        IsClosed(out var quoted);
        return quoted;
    }

    string Plain()
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
        return text[start..at];
    }

    /// <summary>Up to the closing quote, or to the end as long as there is none: then its last word is still being typed.</summary>
    bool IsClosed(out string quoted)
    {
        var (start, isStraight) = (at + 1, text[at] == '"');
        for (at++; at < text.Length; at++)
            if (isStraight ? text[at] == '"' : IsQuote(text[at]))
            {
                quoted = text[start..at++];
                return true;
            }
        quoted = text[start..];
        return false;
    }

    static bool IsQuote(char letter) => letter is '"' or '„' or '“' or '”' or '«' or '»';

    void ReadOperator(string name, string sign, string value, bool isExcluded)
    {
        if (name is not ("due" or "created") && sign != ":") error = $"{name} is followed by a colon, such as {Example(name)}.";
        else if (name == "tag") AddTag(value.Trim(), isExcluded);
        else if (Condition(name, sign, value.ToLowerInvariant(), isExcluded) is { } condition) conditions.Add(condition);
        else error = $"{name}{sign} takes {Allowed(name, sign)}, such as {Example(name)}.";
    }

    void AddTag(string tag, bool isExcluded)
    {
        if (tag.Length == 0) error = $"tag: takes a tag, such as {Example("tag")}.";
        else terms.Add(new(SearchKind.Tag, tag, isExcluded));
    }

    static SearchCondition? Condition(string name, string sign, string value, bool isExcluded) => (name, value) switch
    {
        ("priority", "high") => new(SearchField.Priority, isExcluded, Priority.High),
        ("priority", "medium") => new(SearchField.Priority, isExcluded, Priority.Medium),
        ("priority", "low") => new(SearchField.Priority, isExcluded, Priority.Low),
        ("is", "done") => new(SearchField.Done, isExcluded),
        ("is", "open") => new(SearchField.Done, !isExcluded),
        ("is", "repeating") => new(SearchField.Repeating, isExcluded),
        ("is", "overdue") => new(SearchField.Overdue, isExcluded, To: new(null, 0)),
        ("due", "overdue") when sign == ":" => new(SearchField.Overdue, isExcluded, To: new(null, 0)),
        ("due", "none") when sign == ":" => new(SearchField.NoDate, isExcluded),
        ("due", _) => SearchDates.Read(SearchField.Due, sign, value, isExcluded),
        ("created", _) => SearchDates.Read(SearchField.Created, sign, value, isExcluded),
        _ => null,
    };

    static string Allowed(string name, string sign) => (name, sign) switch
    {
        ("priority", _) => "high, medium or low",
        ("is", _) => "done, open, repeating or overdue",
        ("due", ":") => "a date or today, tomorrow, yesterday, week, overdue or none",
        ("created", ":") => "a date or today, yesterday or week",
        _ => "a date or today, tomorrow or yesterday",
    };

    static string Example(string name) => name switch
    {
        "tag" => "tag:home or tag:\"two words\"",
        "priority" => "priority:high",
        "is" => "is:open",
        "due" => "due<2026-04-01 or due:today",
        _ => "created>=2026-04-01 or created:today",
    };

    [GeneratedRegex(@"\G(?<name>tag|priority|due|is|created)(?<sign><=|>=|:|<|>)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Operator();
}
