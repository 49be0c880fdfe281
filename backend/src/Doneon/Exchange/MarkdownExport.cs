using System.Text;
using Doneon.Database;
using Npgsql;
using Column = Doneon.Exchange.ExportColumns;

namespace Doneon.Exchange;

/// <summary>A page to read or to print: what is open, the first due first; then what is done.</summary>
sealed class MarkdownExport : ExportFormat
{
    public override string MediaType => "text/markdown; charset=utf-8";

    public override string Extension => "md";

    public override Sql Order => Sql.Text("completed, case when not completed then due_key end, case when not completed then priority end, updated_at desc, id");

    public override void Begin(Utf8Text text, ExportHead head) => text.Line($"# {Escaped(head.Username)}, {head.Today}");

    public override void Write(Utf8Text text, NpgsqlDataReader row, ExportPlace place)
    {
        var (open, index, before) = (place.Head.Open, place.Index, place.Before);
        if (before < 0 && index < open) text.Line("\n## Open\n");
        if (before < open && index >= open) text.Line("\n## Done\n");
        text.Line($"- [{(row.GetBoolean(Column.Completed) ? 'x' : ' ')}] {Escaped(row.GetString(Column.Title).ReplaceLineEndings(" "))}");
        if (Facts(row) is { Length: > 0 } facts) text.Line($"  *{facts}*");
        if (row.Text(Column.Description) is not { } description) return;
        text.Line();
        foreach (var line in description.ReplaceLineEndings("\n").Split('\n')) text.Line(line.Trim() is { Length: > 0 } words ? $"  {Escaped(words)}  " : "");
        text.Line();
    }

    static string Facts(NpgsqlDataReader row) => string.Join(" · ", ((string?[])
    [
        row.Text(Column.DueDate) is { } due ? $"due {Escaped(due.Replace('T', ' '))}" : null,
        row.GetString(Column.Priority) is not "Medium" and var priority ? priority : null,
        row.Text(Column.Tags) is { } tags ? Escaped(tags.Replace(",", ", ", StringComparison.Ordinal)) : null,
        row.Text(Column.RecursionPattern) is { } pattern ? Escaped(pattern) : null,
    ]).Where(fact => fact is not null));

    public override void End(Utf8Text text, ExportHead head, int written)
    {
        if (written == 0) text.Line("\nNothing is to be done.");
    }

    /// <summary>What Markdown would take for itself stays what was written.</summary>
    internal static string Escaped(string words)
    {
        var text = new StringBuilder(words.Length + 8);
        for (var at = 0; at < words.Length; at++)
        {
            var c = words[at];
            if (char.IsControl(c)) c = ' ';
            if ("\\`*_[]<>#|~&".Contains(c, StringComparison.Ordinal) || at == 0 && c is '-' or '+' or '=' || IsNumbering(words, at)) text.Append('\\');
            text.Append(c);
        }
        return text.ToString();
    }

    /// <summary>"1." or "1)" at the beginning would be a list.</summary>
    static bool IsNumbering(string words, int at) => at > 0 && words[at] is '.' or ')' && words.AsSpan(0, at).IndexOfAnyExceptInRange('0', '9') < 0;
}
