using System.Globalization;
using System.Text.Json;
using Doneon.Tasks;
using NodaTime;

namespace Doneon.Exchange;

/// <summary>
/// A backup of Super Productivity, its archive included. Projects and tags become tags, notes the description; a sub-task becomes a task of its
/// own that names the one above.
/// </summary>
sealed class SuperProductivityImport : ImportFormat
{
    /// <summary>Of the program, not of the person.</summary>
    static readonly string[] OwnTags = ["TODAY", "INBOX_PROJECT"];

    static readonly (string Field, string What)[] NoPlace =
    [
        ("attachments", "attached files"), ("reminderId", "reminders"), ("remindAt", "reminders"), ("deadlineRemindAt", "reminders"),
        ("timeEstimate", "estimates"), ("timeSpent", "time that was spent"), ("issueId", "links to issues"),
    ];

    /// <summary>What tasks refer to by id.</summary>
    sealed record World(ImportFile File, Dictionary<string, string> Projects, Dictionary<string, string> Tags, Dictionary<string, string> Titles, Dictionary<string, JsonPart> Repetitions)
    {
        public HashSet<string> Repeated { get; } = [];
    }

    public override IEnumerable<ImportRow> Read(ImportFile file)
    {
        var (root, lines) = (JsonPart.Of(file.Bytes), new Lines(file.Bytes));
        var data = root["data"] ?? root;
        if (data["task"]?["entities"] is null) throw new UnreadableFileException("is no backup of Super Productivity: it has no tasks.");
        // Told anew each time: kept, millions of them would take many times the memory of the file.
        var tasks = Stores(data).SelectMany(store => store["entities"]?.Properties() ?? []).Select(entity => entity.Value);
        var world = new World(file, Titles(data["project"]), Titles(data["tag"]), [], []);
        foreach (var task in tasks)
            if (task["id"]?.Text is { } id) world.Titles[id] = task["title"]?.Text ?? "";
        foreach (var (id, repetition) in data["taskRepeatCfg"]?["entities"]?.Properties() ?? []) world.Repetitions[id] = repetition;
        if (data["note"]?["entities"]?.Properties().Any() ?? false) file.LeftOut.Note("notes of projects");
        foreach (var task in tasks) yield return task.Row(lines, element => Task(element, world));
    }

    static IEnumerable<JsonPart> Stores(JsonPart data) =>
        new[] { data["task"], data["taskArchive"], data["archiveYoung"]?["task"], data["archiveOld"]?["task"] }.OfType<JsonPart>();

    static Dictionary<string, string> Titles(JsonPart? store)
    {
        var titles = new Dictionary<string, string>();
        foreach (var (id, entity) in store?["entities"]?.Properties() ?? [])
            if (!OwnTags.Contains(id)) titles[id] = entity["title"]?.Text ?? "";
        return titles;
    }

    static Draft Task(JsonElement element, World world)
    {
        var task = new Draft(world.File)
        {
            Title = element.Text("title") ?? "",
            Completed = element.Flag("isDone") ? "true" : "false",
            Priority = element.Text("priority") switch { "1" or "low" => "Low", "3" or "high" => "High", _ => "Medium" },
            CreatedAt = element.Moment("created").Iso(),
            UpdatedAt = (element.Moment("modified") ?? element.Moment("doneOn")).Iso(),
        };
        task.Named("super_productivity", element.Text("id") ?? throw new BadTaskException("id", "is required."));
        task.ShortenTitle();
        task.Say(element.Text("notes"));
        task.Tag(world.Projects.GetValueOrDefault(element.Text("projectId") ?? ""));
        foreach (var tag in element.List("tagIds")) task.Tag(world.Tags.GetValueOrDefault(tag.ToString()));
        if (element.Text("parentId") is { } parent) task.IsPartOf(world.Titles.GetValueOrDefault(parent, "?"));
        AddDates(task, element, world.File);
        if (element.Text("repeatCfgId") is { } repetition && task.Completed == "false") AddRepetition(task, repetition, world);
        foreach (var what in NoPlace.Where(field => element.Has(field.Field)).Select(field => field.What).Distinct()) task.LeftOut(what);
        return task;
    }

    static void AddDates(Draft task, JsonElement element, ImportFile file)
    {
        string? Date(string time, string day) => element.Moment(time) is { } moment ? moment.WithOffset(Offset.Zero).In(file.TimeZone)
            : element.Text(day) is { } text && DueDate.TryRead(text, out var date, out _) ? date : null;
        var (planned, deadline) = (Date("dueWithTime", "dueDay") ?? Date("plannedAt", ""), Date("deadlineWithTime", "deadlineDay"));
        task.DueDate = planned ?? deadline;
        if (planned is not null && deadline is not null) task.Say($"Deadline: {deadline.Replace('T', ' ')}");
    }

    /// <summary>It made a task for each date; here the first that is open goes on.</summary>
    static void AddRepetition(Draft task, string id, World world)
    {
        if (!world.Repetitions.TryGetValue(id, out var part) || part.IsTooLarge || !world.Repeated.Add(id)) return;
        using var document = part.Parse();
        var repetition = document.RootElement;
        if (repetition.ValueKind != JsonValueKind.Object) return;
        var rule = repetition.Text("rrule") ?? Rule(repetition);
        if (repetition.Flag("isPaused")) task.LeftOut("repetitions that are paused");
        else if (rule.Length <= TaskRules.RecursionPatternLength && Repetition.Pattern.TryRead(rule, start: null, out _, out _)) task.RecursionPattern = rule;
        else
        {
            task.Say($"Repeats: {rule}");
            task.LeftOut("repetitions that Doneon cannot say: they stand in the description");
        }
        task.DueDate ??= task.RecursionPattern is null ? null : DueDate.Day(world.File.Today);
    }

    static string Rule(JsonElement repetition)
    {
        var (cycle, every) = (repetition.Text("repeatCycle") ?? "DAILY", repetition.Number("repeatEvery") ?? 1);
        var rule = $"FREQ={cycle}{(every > 1 ? string.Create(CultureInfo.InvariantCulture, $";INTERVAL={every}") : "")}";
        if (repetition.Flag("repeatFromCompletionDate")) return $"{rule};X-AFTER=DONE";
        var days = Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None && repetition.Flag(day.ToString().ToLowerInvariant())).Select(Repetition.Rule.Name);
        return cycle switch
        {
            "WEEKLY" when days.Any() => $"{rule};BYDAY={string.Join(',', days)}",
            "MONTHLY" when repetition.Number("monthlyWeekOfMonth") is { } week && repetition.Number("monthlyWeekday") is { } day and >= 0 and <= 6 =>
                string.Create(CultureInfo.InvariantCulture, $"{rule};BYDAY={week}{Repetition.Rule.Name(day == 0 ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)day)}"),
            "MONTHLY" when repetition.Flag("monthlyLastDay") => $"{rule};BYMONTHDAY=-1",
            _ => rule,
        };
    }
}
