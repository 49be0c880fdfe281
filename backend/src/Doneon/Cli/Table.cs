using System.Globalization;

namespace Doneon.Cli;

/// <summary>Rows for people to read.</summary>
static class Table
{
    public static void Print(string[] head, IEnumerable<string?[]> rows)
    {
        List<string[]> lines = [head, .. rows.Select(row => row.Select(cell => cell is null or "" ? "-" : Printable.Of(cell)).ToArray())];
        var widths = head.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines) Console.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}

static class Printable
{
    /// <summary>Adopted names may hold what would move a terminal's cursor.</summary>
    public static string Of(string text) => new([.. text.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '?' : c)]);
}
