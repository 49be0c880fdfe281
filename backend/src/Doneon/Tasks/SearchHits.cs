namespace Doneon.Tasks;

/// <summary>Where in a task the terms of a search were found: [start, length] in UTF-16 code units, in order and apart from each other.</summary>
public sealed record SearchHits(int[][] Title, int[][] Description, int[][] Tags);

/// <summary>Finds again, in the texts of a task, what the database has found in its words.</summary>
sealed class SearchMarker
{
    /// <summary>A letter that begins every other word of a long description marks nothing.</summary>
    const int MostInAField = 100;

    enum Likeness { None, Typo, Part }

    readonly string[] words;
    readonly (string[] Words, bool IsUnfinished)[] phrases;
    readonly string[] tags;

    public SearchMarker(SearchQuestion question)
    {
        var terms = question.Terms.Where(term => !term.IsExcluded).Select(term => (term.Kind, Text: new SearchText(term.Text))).ToList();
        static string[] WordsOf(SearchText text) => [.. Enumerable.Range(0, text.Words.Count).Select(i => text[i].ToString())];
        tags = [.. terms.Where(term => term.Kind == SearchKind.Tag).Select(term => term.Text.Whole).Where(tag => tag.Length > 0)];
        words = [.. terms.Where(term => term.Kind == SearchKind.Word && term.Text.Words.Count == 1).Select(term => term.Text[0].ToString())];
        phrases = [.. terms.Where(term => term.Kind == SearchKind.Phrase || term.Kind == SearchKind.Word && term.Text.Words.Count > 1)
            .Select(term => (WordsOf(term.Text), term.Kind == SearchKind.Word))];
    }

    public SearchHits Mark(string title, string? description, string? tagLine)
    {
        var fields = new[] { new Field(title), new Field(description ?? ""), new Field(tagLine ?? "") };
        foreach (var word in words)
        {
            // Whoever has the word itself was not found by a typo.
            var best = fields.Max(field => field.Best(word));
            foreach (var field in fields) field.Mark(word, best);
        }
        foreach (var field in fields)
            foreach (var (phrase, isUnfinished) in phrases) field.Mark(phrase, isUnfinished);
        foreach (var tag in tags) fields[2].MarkTag(tag, tagLine ?? "");
        return new(fields[0].Ranges(), fields[1].Ranges(), fields[2].Ranges());
    }

    sealed class Field(string content)
    {
        readonly SearchText text = new(content);
        readonly List<(int Start, int End)> marked = [];

        public Likeness Best(string word)
        {
            var best = Likeness.None;
            for (var i = 0; i < text.Words.Count && best != Likeness.Part; i++) best = (Likeness)Math.Max((int)best, (int)LikenessOf(text[i], word));
            return best;
        }

        public void Mark(string word, Likeness best)
        {
            if (best == Likeness.None) return;
            for (var i = 0; i < text.Words.Count; i++)
            {
                if (LikenessOf(text[i], word) != best) continue;
                var (from, length) = best == Likeness.Part ? (text[i].IndexOf(word), word.Length) : (0, text[i].Length);
                marked.Add(text.Place(i, from, i, from + length));
            }
        }

        public void Mark(string[] phrase, bool isUnfinished)
        {
            for (var first = 0; first + phrase.Length <= text.Words.Count; first++)
            {
                var last = first + phrase.Length - 1;
                var isThere = isUnfinished ? text[last].StartsWith(phrase[^1]) : text[last].SequenceEqual(phrase[^1]);
                for (var i = 0; i < phrase.Length - 1 && isThere; i++) isThere = text[first + i].SequenceEqual(phrase[i]);
                if (isThere) marked.Add(text.Place(first, 0, last, phrase[^1].Length));
            }
        }

        public void MarkTag(string tag, string line)
        {
            var start = 0;
            foreach (var part in line.Split(','))
            {
                if (new SearchText(part).Whole == tag) marked.Add((start + part.Length - part.TrimStart().Length, start + part.TrimEnd().Length));
                start += part.Length + 1;
            }
        }

        public int[][] Ranges()
        {
            var (ranges, end) = (new List<int[]>(), -1);
            foreach (var range in marked.Order())
            {
                if (range.Start < end) ranges[^1][1] = Math.Max(end, range.End) - ranges[^1][0];
                else if (ranges.Count == MostInAField) break;
                else ranges.Add([range.Start, range.End - range.Start]);
                end = Math.Max(end, range.End);
            }
            return [.. ranges];
        }
    }

    static Likeness LikenessOf(ReadOnlySpan<char> found, string word)
    {
        if (found.StartsWith(word) || word.Length >= 3 && found.IndexOf(word) >= 0) return Likeness.Part;
        return word.Length >= 4 && !word.AsSpan().ContainsAnyInRange('0', '9') && IsOneAway(found, word) ? Likeness.Typo : Likeness.None;
    }

    /// <summary>One letter more, less or another, or two exchanged.</summary>
    static bool IsOneAway(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (Math.Abs(one.Length - other.Length) > 1) return false;
        var same = one.CommonPrefixLength(other);
        var left = one[same..];
        var right = other[same..];
        if (left.Length > right.Length) return left[1..].SequenceEqual(right);
        if (left.Length < right.Length) return right[1..].SequenceEqual(left);
        return left.Length > 0 && (left[1..].SequenceEqual(right[1..])
            || left.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..].SequenceEqual(right[2..]));
    }
}
