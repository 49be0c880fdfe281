namespace Doneon.QuickEntry;

/// <summary>
/// The words of a line, lower case, with their places; commas and the marks that end a sentence are words of their own. A word that is
/// quoted, in brackets or kept says nothing: it is empty.
/// </summary>
sealed class TypedLine
{
    const string Ends = ".!?;:…";

    readonly List<(int Start, int End)> places = [];
    readonly List<string> words = [];
    readonly Protection protection;

    public TypedLine(string text, IReadOnlyList<KeptPart> keep)
    {
        Text = text;
        protection = new(text, keep);
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
            AddRun(start, at);
        }
    }

    public string Text { get; }

    public IReadOnlyList<string> Words => words;

    public int Count => words.Count;

    /// <summary>Empty beyond either end, too.</summary>
    public string this[int at] => at >= 0 && at < words.Count ? words[at] : "";

    public int Start(int at) => places[at].Start;

    public int End(int at) => places[at].End;

    public string Typed(int at) => Text[Start(at)..End(at)];

    public bool IsKept(int at) => protection.Keeps(Start(at), End(at));

    public bool IsLower(int at) => at < Count && Typed(at) == words[at];

    public bool EndsSentence(int at) => this[at] is [',' or '.' or '!' or '?' or ';' or '…', ..] word && !word.Any(char.IsLetterOrDigit);

    /// <summary>As it ends a German line: "Oma morgen anrufen".</summary>
    public bool IsVerb(int at) =>
        IsLower(at) && (words[at] is "tun" or "sein" || words[at].Length > 3 && (words[at].EndsWith("en", StringComparison.Ordinal) || words[at].EndsWith("eln", StringComparison.Ordinal) || words[at].EndsWith("ern", StringComparison.Ordinal)));

    /// <summary>Without the white space that a pattern may not hold.</summary>
    public string Phrase(int first, int count) => string.Join(' ', Text[Start(first)..End(first + count - 1)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    void AddRun(int start, int end)
    {
        var word = start;
        for (var at = start; at < end; at++)
        {
            // The comma of a number is none of a list.
            if (Text[at] != ',' || at > start && at + 1 < end && char.IsAsciiDigit(Text[at - 1]) && char.IsAsciiDigit(Text[at + 1])) continue;
            AddWord(word, at);
            Add(at, at + 1);
            word = at + 1;
        }
        AddWord(word, end);
    }

    void AddWord(int start, int end)
    {
        var core = end;
        while (core > start && Ends.Contains(Text[core - 1])) core--;
        if (core < end && IsNumbered(start, core) && Text[core] == '.') core++;
        if (core > start) Add(start, core);
        if (end > core) Add(core, end);
    }

    /// <summary>"1." and "1.3." are days; the year of "1.3.2026." ends a sentence.</summary>
    bool IsNumbered(int start, int end)
    {
        var last = 0;
        for (var at = start; at < end; at++)
        {
            if (Text[at] == '.') last = 0;
            else if (char.IsAsciiDigit(Text[at])) last++;
            else return false;
        }
        return last is 1 or 2;
    }

    void Add(int start, int end)
    {
        places.Add((start, end));
        words.Add(protection.Covers(start, end) ? "" : Text[start..end].ToLowerInvariant());
    }
}
