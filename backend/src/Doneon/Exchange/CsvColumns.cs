using System.Globalization;

namespace Doneon.Exchange;

/// <summary>Which column becomes which field.</summary>
sealed class CsvColumns
{
    static readonly (string Field, string[] Names)[] Likely =
    [
        ("title", ["title", "summary", "subject", "name", "task", "task name", "content", "todo", "titel", "betreff", "aufgabe"]),
        ("description", ["description", "notes", "note", "body", "details", "comment", "beschreibung", "notizen", "notiz"]),
        ("due_date", ["due_date", "due date", "due", "duedate", "deadline", "date", "fällig", "fällig am", "fälligkeit", "datum"]),
        ("priority", ["priority", "importance", "prio", "priorität", "wichtigkeit"]),
        ("tags", ["tags", "labels", "label", "tag", "category", "categories", "project", "list", "list name", "kategorie", "projekt", "liste", "schlagwörter"]),
        ("recursion_pattern", ["recursion_pattern", "recurrence", "repeat", "repeats", "rrule", "wiederholung"]),
        ("completed", ["completed", "done", "complete", "is completed", "status", "state", "erledigt"]),
        ("created_at", ["created_at", "created", "created at", "created time", "date created", "erstellt", "erstellt am"]),
    ];

    static readonly string[] Ours = [.. ExportColumns.Names, Adopted.Name];

    readonly List<string> head;
    readonly bool wasGiven;

    CsvColumns(List<string> head, List<(string Name, int Column)> fields, bool wasGiven)
    {
        (this.head, Fields, this.wasGiven) = (head, fields, wasGiven);
        Unused = [.. Enumerable.Range(0, head.Count).Except(fields.Select(one => one.Column)).Select(column => (column, Name(column)))];
    }

    public List<(string Name, int Column)> Fields { get; }

    public int Count => head.Count;

    /// <summary>The first line is that of an export of Doneon: all cells are as it wrote them.</summary>
    public bool AreOurs => !wasGiven && Column("uid") is not null && Column("title") is not null;

    /// <summary>Nothing was guessed.</summary>
    public bool AreCertain => wasGiven || AreOurs || Fields.Exists(one => one.Name == "title") && Fields.TrueForAll(one => Name(one.Column).Equals(one.Name, StringComparison.OrdinalIgnoreCase));

    public List<(int Column, string Name)> Unused { get; }

    public ColumnMapping? Told => AreOurs ? null : new(
        string.Join(',', Fields.Select(one => $"{one.Name}:{Name(one.Column)}")),
        [.. head.Select((_, column) => new MappedColumn(Name(column), Fields.Where(one => one.Column == column).Select(one => one.Name).FirstOrDefault()))]);

    int? Column(string field) => Fields.Where(one => one.Name == field).Select(one => (int?)one.Column).FirstOrDefault();

    /// <summary>Unmistakable, and without what the parameter "map" is written with.</summary>
    string Name(int column)
    {
        var name = head[column].Trim();
        var isName = name is [not '#', ..] && name.AsSpan().IndexOfAny(",:") < 0 && !name.Any(char.IsControl) && name.Length <= 100 && head.FindIndex(one => one.Trim() == name) == column;
        return isName ? name : string.Create(CultureInfo.InvariantCulture, $"#{column + 1}");
    }

    public static CsvColumns Of(ImportFile file)
    {
        var head = CsvRecords.Of(file.Bytes).Select(record => record.Cells).FirstOrDefault() ?? throw new UnreadableFileException("is empty: its first line must name the columns.");
        return file.Map is { } map ? Given(head, map) : Guessed(head);
    }

    static CsvColumns Guessed(List<string> head)
    {
        int Find(string name) => head.FindIndex(cell => cell.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
        if (Find("uid") >= 0 && Find("title") >= 0)
            return new(head, [.. Ours.Select(name => (name, Find(name))).Where(one => one.Item2 >= 0)], wasGiven: false);
        var fields = Likely.Select(likely => (likely.Field, likely.Names.Select(Find).FirstOrDefault(column => column >= 0, -1))).Where(one => one.Item2 >= 0);
        return new(head, [.. fields], wasGiven: false);
    }

    static CsvColumns Given(List<string> head, string map)
    {
        var columns = new CsvColumns(head, [], wasGiven: true);
        foreach (var pair in map.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split(':', 2, StringSplitOptions.TrimEntries) is not [var field, var name] || Array.Find(Likely, likely => likely.Field == field).Names is null)
                throw Wrong($"must be pairs such as title:Summary, separated by commas, of the fields {string.Join(", ", Likely.Select(likely => likely.Field))}.");
            var column = Enumerable.Range(0, head.Count).FirstOrDefault(column => columns.Name(column) == name, -1);
            if (column < 0 && name.StartsWith('#') && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= head.Count) column = number - 1;
            if (column < 0) throw Wrong($"names the column \"{name}\", which is not there. There are {string.Join(", ", head.Take(20).Select((_, at) => columns.Name(at)))}.");
            if (columns.Column(field) is not null) throw Wrong($"names the field {field} twice.");
            columns.Fields.Add((field, column));
        }
        return columns.Column("title") is not null ? columns : throw Wrong("must say which column is the title.");
    }

    static UnreadableFileException Wrong(string message) => new(message, "map");
}
