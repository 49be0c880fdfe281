using System.Text;

namespace Doneon.Exchange;

/// <param name="Length">In bytes.</param>
readonly record struct CsvRecord(int Line, List<string> Cells, int Length)
{
    public bool IsTooLarge => Length > ImportRow.LargestTask;

    public bool IsBlank => Cells.TrueForAll(string.IsNullOrWhiteSpace);

    public string this[int column] => column < Cells.Count ? Cells[column] : "";
}

/// <summary>
/// The records of a CSV file as spreadsheets of any country write it: separated by commas, semicolons, tabs or bars, with line breaks and
/// doubled quotation marks within quoted cells.
/// </summary>
sealed class CsvRecords(ReadOnlyMemory<byte> file)
{
    const int MostColumns = 500;

    int at, line = 1;
    byte separator;

    public static IEnumerable<CsvRecord> Of(ReadOnlyMemory<byte> file)
    {
        var records = new CsvRecords(file) { separator = SeparatorOf(file) };
        while (records.at < file.Length)
            if (records.Next() is { IsBlank: false } record) yield return record;
    }

    /// <summary>The one that makes the most cells of the first line.</summary>
    static byte SeparatorOf(ReadOnlyMemory<byte> file) => ",;\t|"u8.ToArray().MaxBy(separator =>
    {
        var records = new CsvRecords(file) { separator = separator };
        while (records.at < file.Length)
            if (records.Next() is { IsBlank: false } record) return record.Cells.Count;
        return 0;
    });

    CsvRecord Next()
    {
        var (cells, first, start) = (new List<string>(), line, at);
        do
        {
            if (cells.Count == MostColumns) throw new UnreadableFileException($"has more than {MostColumns} columns in line {first}.");
            cells.Add(Cell());
        }
        while (Takes(separator));
        if (Takes((byte)'\r') | Takes((byte)'\n')) line++;
        return new(first, cells, at - start);
    }

    bool Takes(byte one)
    {
        if (at >= file.Length || file.Span[at] != one) return false;
        at++;
        return true;
    }

    string Cell()
    {
        var quoted = Takes((byte)'"') ? Quoted() : "";
        // What stands after the closing mark is no CSV, but is not lost.
        var rest = file.Span[at..];
        var end = rest.IndexOfAny(separator, (byte)'\r', (byte)'\n');
        if (end < 0) end = rest.Length;
        at += end;
        return quoted + Encoding.UTF8.GetString(rest[..end]);
    }

    string Quoted()
    {
        var (cell, opened) = (new StringBuilder(), line);
        while (true)
        {
            var rest = file.Span[at..];
            var end = rest.IndexOf((byte)'"');
            if (end < 0) throw new UnreadableFileException($"has a quotation mark in line {opened} that is never closed.");
            line += rest[..end].Count((byte)'\n');
            cell.Append(Encoding.UTF8.GetString(rest[..end]));
            at += end + 1;
            if (!Takes((byte)'"')) return cell.ToString();
            cell.Append('"');
        }
    }
}
