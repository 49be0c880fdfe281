namespace Doneon.Exchange;

/// <summary>An export of Doneon as CSV, or any other CSV, of whose columns it was said what they become.</summary>
sealed class CsvImport : ImportFormat
{
    public override ColumnMapping? Mapping(ImportFile file) => CsvColumns.Of(file).Told;

    /// <summary>Without a map, only what needs none is written.</summary>
    public override string? Uncertain(ImportFile file) =>
        CsvColumns.Of(file) is { AreCertain: false } columns ? $"is needed, for the columns have names of their own. A dry run proposes it; perhaps {columns.Told!.Map}" : null;

    public override IEnumerable<ImportRow> Read(ImportFile file)
    {
        var columns = CsvColumns.Of(file);
        var (names, isHead) = (new ContentNames("csv"), true);
        foreach (var record in CsvRecords.Of(file.Bytes))
        {
            if (!isHead) yield return Row(record, columns, file, names);
            isHead = false;
        }
    }

    static ImportRow Row(CsvRecord record, CsvColumns columns, ImportFile file, ContentNames names)
    {
        if (record.IsTooLarge) return ImportRow.TooLarge(record.Line);
        if (record.Cells.Count > columns.Count && record.Cells.Skip(columns.Count).Any(cell => cell.Trim() != ""))
            return new(record.Line, null, "line", $"has {record.Cells.Count} cells, where the first line has {columns.Count}: perhaps quotation marks are missing.");
        foreach (var (column, name) in columns.Unused)
            if (record[column].Trim() != "") file.LeftOut.Note($"the column {name}");
        try
        {
            var task = columns.AreOurs ? OursOf(record, columns) : ForeignOf(record, columns, file);
            task["uid"] = columns.AreOurs && task.GetValueOrDefault("uid") is { Length: > 0 } uid ? uid : names.Of(record.Cells);
            return new(record.Line, CsvTask.ToJson(task));
        }
        catch (BadTaskException e)
        {
            return new(record.Line, null, e.Field, e.Message);
        }
    }

    static Dictionary<string, string> OursOf(CsvRecord record, CsvColumns columns) =>
        columns.Fields.ToDictionary(field => field.Name, field => CsvGuard.Take(record[field.Column]));

    static Dictionary<string, string> ForeignOf(CsvRecord record, CsvColumns columns, ImportFile file)
    {
        var task = new Dictionary<string, string>();
        foreach (var (name, column) in columns.Fields)
        {
            var cell = record[column].Trim();
            if (cell == "") continue;
            task[name] = name switch
            {
                "title" => cell.ReplaceLineEndings(" "),
                "due_date" => ForeignWords.TryReadDate(cell, file.TimeZone, out var date) ? date
                    : throw new BadTaskException(name, "must be a date that means one day only, such as 2026-03-01, 2026-03-01T09:00 or 1.3.2026."),
                "created_at" or "updated_at" => ForeignWords.TryReadDate(cell, "UTC", out var date) ? date.Length == 10 ? date + "T00:00:00Z" : date + "Z"
                    : throw new BadTaskException(name, "must be a date or a date and time."),
                "priority" => ForeignWords.Priority(cell) ?? "",
                "completed" => ForeignWords.Flag(name, cell) ?? "",
                "tags" => cell.Replace(';', ',').Replace('|', ','),
                _ => cell,
            };
        }
        return task;
    }
}
