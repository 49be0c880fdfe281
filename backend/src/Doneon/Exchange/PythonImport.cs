using System.Text.Json;
using Doneon.Tasks;

namespace Doneon.Exchange;

/// <summary>
/// The table "task" of the applications in Python, as sqlite3 -json prints it. As in a database of theirs that Doneon has adopted, a date or a
/// repetition in words that it does not understand stays as it is.
/// </summary>
sealed class PythonImport : ImportFormat
{
    public override IEnumerable<ImportRow> Read(ImportFile file)
    {
        // sqlite3 prints nothing at all for no rows.
        if (file.Bytes.Span.Trim(" \t\r\n"u8).Length == 0) yield break;
        var (rows, lines) = (JsonPart.Of(file.Bytes), new Lines(file.Bytes));
        if (!rows.IsArray) throw new UnreadableFileException("is not what sqlite3 -json prints, which is a list of rows.");
        var owner = new Owner();
        foreach (var row in rows.Elements()) yield return row.Row(lines, element => Task(element, file, owner));
    }

    /// <summary>Whose the first row is.</summary>
    sealed class Owner
    {
        public string? Id { get; set; }
    }

    static Draft Task(JsonElement element, ImportFile file, Owner owner)
    {
        var whose = element.Text("user_id") ?? "";
        if ((owner.Id ??= whose) != whose) throw new UnreadableFileException("has tasks of several users: add a \"where user_id = …\" to the select, and import each into the account it belongs to.");
        var task = new Draft(file)
        {
            Title = (element.Text("title") ?? "").ReplaceLineEndings(" ").Trim(),
            Priority = ForeignWords.Priority(element.Text("priority") ?? ""),
            Completed = element.Flag("completed") ? "true" : ForeignWords.Flag("completed", element.Text("completed") ?? ""),
            CreatedAt = Moment(element, "created_at"),
            UpdatedAt = Moment(element, "updated_at"),
        };
        task.Named("python", element.Text("id"), whose, element.Text("created_at"));
        task.Say(element.Text("description"));
        AddTags(task, element.Text("tags"));
        if (element.Text("recursion_pattern") is { } pattern && !pattern.Trim().Equals("none", StringComparison.OrdinalIgnoreCase)) AddPattern(task, pattern.Trim());
        if (element.Text("due_date") is { } due) AddDate(task, due.Trim(), file);
        return task;
    }

    static void AddDate(Draft task, string due, ImportFile file)
    {
        task.DueDate = ForeignWords.TryReadDate(due, file.TimeZone, out var date) ? date.EndsWith("T00:00", StringComparison.Ordinal) ? date[..10] : date : due;
        if (task.DueDate != due || DueDate.TryRead(due, out _, out _)) return;
        task.Adopted = true;
        task.LeftOut("dates in free text: they stay, and sort last");
    }

    static void AddPattern(Draft task, string pattern)
    {
        task.RecursionPattern = pattern;
        if (Repetition.Pattern.TryRead(pattern, start: null, out _, out _)) return;
        task.Adopted = true;
        task.LeftOut("repetitions that Doneon does not understand: they stay, and nothing repeats");
    }

    /// <summary>Separated by commas, or a list in JSON.</summary>
    static void AddTags(Draft task, string? tags)
    {
        if (tags is null) return;
        try
        {
            using var list = tags.TrimStart().StartsWith('[') ? JsonDocument.Parse(tags) : null;
            foreach (var tag in list?.RootElement.EnumerateArray().Select(tag => tag.ToString()) ?? tags.Split(',')) task.Tag(tag);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadTaskException("tags", "must be separated by commas.");
        }
    }

    /// <summary>UTC, without saying so.</summary>
    static string? Moment(JsonElement element, string name) => element.Text(name) is { } text ? text.Replace(' ', 'T') is var moment && moment.Length == 10 ? moment + "T00:00:00Z" : moment : null;
}
