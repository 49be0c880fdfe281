using System.Text;
using System.Text.RegularExpressions;

namespace Doneon.Exchange;

/// <summary>
/// The CSV of a Todoist project, from its templates or its backups. A sub-task becomes a task of its own that names the one above; sections and
/// @labels become tags, comments join the description.
/// </summary>
sealed partial class TodoistImport : ImportFormat
{
    static readonly string[] Needed = ["TYPE", "CONTENT", "PRIORITY", "INDENT"];

    public static bool IsOne(ReadOnlyMemory<byte> bytes) => CsvRecords.Of(bytes).Select(record => record.Cells).FirstOrDefault() is { } head && !Needed.Except(head.Select(Name)).Any();

    static string Name(string cell) => cell.Trim().ToUpperInvariant();

    public override IEnumerable<ImportRow> Read(ImportFile file)
    {
        if (!IsOne(file.Bytes)) throw new UnreadableFileException("is no CSV of Todoist: its first line has no TYPE, CONTENT, PRIORITY and INDENT.");
        var names = new ContentNames("todoist");
        var above = new List<string>();
        var (section, pending, line) = ("", (Draft?)null, 0);
        Dictionary<string, int>? columns = null;
        foreach (var record in CsvRecords.Of(file.Bytes))
        {
            if (columns is null)
            {
                columns = record.Cells.Select((cell, at) => (Name(cell), at)).DistinctBy(column => column.Item1).ToDictionary();
                continue;
            }
            string Cell(string name) => columns.TryGetValue(name, out var column) ? record[column].Trim() : "";
            switch (Cell("TYPE").ToLowerInvariant())
            {
                case "note":
                    AddNote(pending, Cell("CONTENT"));
                    continue;
                case "task": break;
                case "section":
                    section = Cell("CONTENT");
                    goto default;
                default:
                    if (pending is not null) yield return pending.ToRow(line);
                    pending = null;
                    continue;
            }
            if (pending is not null) yield return pending.ToRow(line);
            pending = null;
            if (record.IsTooLarge)
            {
                _ = Above("?", Cell("INDENT"), above);
                yield return ImportRow.TooLarge(record.Line);
                continue;
            }
            (pending, line) = (Task(Cell, section, above, file), record.Line);
            pending.Uid = names.Of(record.Cells);
        }
        if (pending is not null) yield return pending.ToRow(line);
    }

    static Draft Task(Func<string, string> cell, string section, List<string> above, ImportFile file)
    {
        var content = cell("CONTENT");
        var task = new Draft(file) { Title = Label().Replace(content, "").Trim(), Priority = cell("PRIORITY") switch { "1" => "High", "4" => "Low", _ => "Medium" } };
        task.ShortenTitle();
        task.Say(cell("DESCRIPTION"));
        task.Tag(section);
        foreach (Match label in Label().Matches(content)) task.Tag(label.Groups[1].Value.Replace('_', ' '));
        if (Above(task.Title, cell("INDENT"), above) is { } parent) task.IsPartOf(parent);
        AddDates(task, cell("DATE"), cell("DEADLINE"), file);
        if (cell("RESPONSIBLE") != "") task.LeftOut("whose task it is");
        if (cell("DURATION") is not ("" or "None")) task.LeftOut("durations");
        return task;
    }

    /// <summary>The title of the task above, if there is one; from now on this one is above those that are further in.</summary>
    static string? Above(string title, string indent, List<string> above)
    {
        var depth = int.TryParse(indent, out var number) ? Math.Clamp(number - 1, 0, above.Count) : 0;
        above.RemoveRange(depth, above.Count - depth);
        above.Add(title);
        return depth > 0 ? above[^2] : null;
    }

    static void AddDates(Draft task, string date, string deadline, ImportFile file)
    {
        if (date == "") (date, deadline) = (deadline, "");
        if (date != "" && ForeignWords.TryReadDate(date, file.TimeZone, out var due)) task.DueDate = due;
        else if (date != "" && ForeignWords.TryReadRepetition(date, file.Today, out var pattern, out var first)) (task.RecursionPattern, task.DueDate) = (pattern, first);
        else if (date != "")
        {
            task.Say($"Date: {date}");
            task.LeftOut("dates and repetitions that Doneon cannot say: they stand in the description");
        }
        if (deadline != "") task.Say($"Deadline: {deadline}");
    }

    static void AddNote(Draft? task, string note)
    {
        if (task is null) return;
        var words = WithoutFiles(note);
        if (words.Length < note.Length) task.LeftOut("attached files");
        task.Say(words);
    }

    static string WithoutFiles(string note)
    {
        const string begin = "[[file {", end = "}]]";
        var (words, at) = (new StringBuilder(), 0);
        while (note.IndexOf(begin, at, StringComparison.Ordinal) is >= 0 and var from && note.IndexOf(end, from + begin.Length, StringComparison.Ordinal) is >= 0 and var to)
        {
            words.Append(note, at, from - at);
            at = to + end.Length;
        }
        return words.Append(note, at, note.Length - at).ToString();
    }

    /// <summary>A word that begins with @, but no e-mail address.</summary>
    [GeneratedRegex(@"(?<!\S)@([\p{L}\p{N}_\-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
