using System.Globalization;
using System.Text.Json;

namespace Doneon.Exchange;

/// <summary>data.json of a Vikunja export: projects with their tasks. Projects and labels become tags, comments join the description.</summary>
sealed class VikunjaImport : ImportFormat
{
    const string NoDate = "0001-01-01";

    static readonly string[] Inboxes = ["Inbox", "Eingang"];

    static readonly (string Field, string What)[] NoPlace =
    [
        ("reminders", "reminders"), ("assignees", "whose task it is"), ("attachments", "attached files"), ("percent_done", "how far a task is"),
        ("hex_color", "colours"), ("is_favorite", "favourites"), ("reactions", "reactions"),
    ];

    public override IEnumerable<ImportRow> Read(ImportFile file)
    {
        var (projects, lines) = (JsonPart.Of(file.Bytes), new Lines(file.Bytes));
        if (!projects.IsArray) throw new UnreadableFileException("is no data.json of Vikunja, which is a list of projects.");
        return projects.Elements().SelectMany(project => ReadProject(project, file, lines));
    }

    static IEnumerable<ImportRow> ReadProject(JsonPart project, ImportFile file, Lines lines)
    {
        var (name, tasks, within) = ((string?)null, (JsonPart?)null, new List<JsonPart>());
        foreach (var (field, value) in project.Properties())
            switch (field)
            {
                case "title": name = value.Text; break;
                case "tasks": tasks = value; break;
                // Older ones have lists within namespaces.
                case "child_projects" or "lists": within.Add(value); break;
            }
        foreach (var task in tasks?.Elements() ?? []) yield return task.Row(lines, element => Task(element, name, file));
        foreach (var row in within.SelectMany(list => list.Elements()).SelectMany(child => ReadProject(child, file, lines))) yield return row;
    }

    static Draft Task(JsonElement element, string? project, ImportFile file)
    {
        var task = new Draft(file)
        {
            Title = element.Text("title") ?? "",
            Completed = element.Flag("done") ? "true" : "false",
            // Unset is 0; low, medium, high, urgent and "do now" follow.
            Priority = element.Number("priority") switch { 1 => "Low", >= 3 => "High", _ => "Medium" },
            CreatedAt = Moment(element, "created"),
            UpdatedAt = Moment(element, "updated"),
        };
        task.Named("vikunja", element.Text("id"), element.Text("created"));
        task.ShortenTitle();
        task.Say(ForeignWords.OfHtml(element.Text("description") ?? ""));
        if (!Inboxes.Contains(project)) task.Tag(project);
        foreach (var label in element.List("labels")) task.Tag(label.Text("title"));
        if (Moment(element, "due_date") is { } due && ForeignWords.TryReadDate(due, file.TimeZone, out var date)) task.DueDate = date;
        AddParent(task, element);
        AddRepetition(task, element);
        foreach (var comment in element.List("comments")) task.Say($"{CommentBy(comment)}: {ForeignWords.OfHtml(comment.Text("comment") ?? "")}");
        foreach (var (field, what) in NoPlace)
            if (element.Has(field)) task.LeftOut(what);
        if (Moment(element, "start_date") is not null || Moment(element, "end_date") is not null) task.LeftOut("start and end dates");
        return task;
    }

    static string? Moment(JsonElement element, string name) => element.Text(name) is { } text && !text.StartsWith(NoDate, StringComparison.Ordinal) ? text : null;

    static string CommentBy(JsonElement comment) => comment.TryGetProperty("author", out var author) ? author.Text("name") ?? author.Text("username") ?? "Comment" : "Comment";

    static void AddParent(Draft task, JsonElement element)
    {
        if (!element.TryGetProperty("related_tasks", out var related) || related.ValueKind != JsonValueKind.Object) return;
        foreach (var parent in related.List("parenttask")) task.IsPartOf(parent.Text("title"));
        if (related.EnumerateObject().Any(relation => relation.Name is not ("parenttask" or "subtask"))) task.LeftOut("relations between tasks");
    }

    /// <summary>Modes: 0 counts seconds from the date, 1 is monthly, 2 counts from when it was done.</summary>
    static void AddRepetition(Draft task, JsonElement element)
    {
        const long day = 86_400;
        var (seconds, mode) = (element.Number("repeat_after") ?? 0, element.Number("repeat_mode") ?? 0);
        if (mode == 1) task.RecursionPattern = "FREQ=MONTHLY";
        else if (seconds <= 0) return;
        else if (seconds % day == 0 && seconds / day <= 1000)
        {
            var days = seconds / day;
            var rule = days % 7 == 0 ? $"FREQ=WEEKLY{Interval(days / 7)}" : $"FREQ=DAILY{Interval(days)}";
            task.RecursionPattern = mode == 0 ? rule : $"{rule};X-AFTER=DONE";
        }
        else
        {
            task.Say($"Repeats every {(seconds / 3600.0).ToString("0.##", CultureInfo.InvariantCulture)} hours");
            task.LeftOut("repetitions that Doneon cannot say: they stand in the description");
        }
    }

    static string Interval(long number) => number == 1 ? "" : $";INTERVAL={number}";
}
