using System.Buffers;
using Npgsql;
using Column = Doneon.Exchange.ExportColumns;

namespace Doneon.Exchange;

/// <summary>
/// RFC 4180, for spreadsheets and to be brought back: every column, lines that end with CR LF, and the mark by which spreadsheets know UTF-8.
/// </summary>
sealed class CsvExport : ExportFormat
{
    static readonly SearchValues<char> Quotable = SearchValues.Create(",;|\t\"\r\n");

    public override string MediaType => "text/csv; charset=utf-8";

    public override string Extension => "csv";

    public override bool HasTrash => true;

    public override void Begin(Utf8Text text, ExportHead head) => text.Line($"\uFEFF{string.Join(',', Column.Names)},{Adopted.Name}", "\r\n");

    public override void Write(Utf8Text text, NpgsqlDataReader row, ExportPlace place)
    {
        for (var column = Column.Uid; column <= Column.CatchUp; column++)
        {
            text.Add(Cell(row, column));
            text.Add(","u8);
        }
        text.Line(Adopted.Is(row) ? "true" : "", "\r\n");
    }

    static string Cell(NpgsqlDataReader row, int column) => column switch
    {
        _ when row.IsDBNull(column) => "",
        Column.Completed => row.GetBoolean(column) ? "true" : "false",
        Column.CatchUp => row.GetBoolean(column) ? "true" : "",
        Column.CreatedAt or Column.UpdatedAt or Column.DeletedAt => Moments.Iso(row.GetDateTime(column)),
        _ => Quoted(CsvGuard.Put(row.GetString(column))),
    };

    static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(Quotable) < 0 && text.Trim().Length == text.Length ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override void End(Utf8Text text, ExportHead head, int written) { }
}

/// <summary>
/// A spreadsheet takes a cell that begins like this for a formula, and would run what somebody else has written. An apostrophe before it makes
/// it text; one goes before those that begin with an apostrophe, too, so that taking one away gives back exactly what there was.
/// </summary>
static class CsvGuard
{
    const string Dangerous = "=+-@\t\r\n'";

    public static string Put(string text) => text.Length > 0 && Dangerous.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    public static string Take(string text) => text is ['\'', var next, ..] && Dangerous.Contains(next, StringComparison.Ordinal) ? text[1..] : text;
}
