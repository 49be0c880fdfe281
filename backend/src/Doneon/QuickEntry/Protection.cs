namespace Doneon.QuickEntry;

/// <summary>What stays title text whatever it says: what is quoted, what stands in brackets, and what a person has dismissed.</summary>
sealed class Protection
{
    readonly bool[] kept, covered;

    public Protection(string text, IReadOnlyList<KeptPart> keep)
    {
        kept = new bool[text.Length];
        foreach (var part in keep)
            for (var at = Math.Max(0, part.Start); at < Math.Min(text.Length, (long)part.Start + part.Length); at++) kept[at] = true;
        covered = [.. kept];
        Quotes(text);
        Brackets(text);
    }

    public bool Keeps(int start, int end) => kept.AsSpan(start, end - start).Contains(true);

    public bool Covers(int start, int end) => covered.AsSpan(start, end - start).Contains(true);

    /// <summary>A quotation begins where a word could: the inches of a 24" monitor are none. An apostrophe never quotes.</summary>
    void Quotes(string text)
    {
        var next = new Dictionary<string, int>();
        for (var at = 0; at < text.Length; at++)
        {
            var ends = text[at] switch { '"' => "\"", '„' => "“”\"", '“' => "”", '«' => "»", '»' => "«", _ => null };
            if (ends is null || at > 0 && !char.IsWhiteSpace(text[at - 1]) && text[at - 1] is not ('(' or '[')) continue;
            // What has no end once has none later: looked for only once, so that many of them take no time.
            if (next.TryGetValue(ends, out var none) && none < 0) continue;
            var end = text.AsSpan(at + 1).IndexOfAny(ends);
            next[ends] = end;
            if (end < 0) continue;
            covered.AsSpan(at, end + 2).Fill(true);
            at += end + 1;
        }
    }

    void Brackets(string text)
    {
        var open = new Stack<int>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '(' or '[') open.Push(at);
            else if (text[at] is ')' or ']' && open.TryPeek(out var start) && text[start] == (text[at] == ')' ? '(' : '['))
            {
                covered.AsSpan(open.Pop(), at + 1 - start).Fill(true);
            }
        }
    }
}
