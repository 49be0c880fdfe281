using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Doneon.Database;
using Doneon.Http;
using Doneon.QuickEntry;
using Doneon.Tasks;

namespace Doneon.Cli;

/// <summary>The tasks of an account, by what one types in the web app: a line that becomes a task, and a question that finds some.</summary>
static class TaskCommand
{
    public static Command Build() => new("task", "Add a task to an account by one line, or find its tasks") { BuildAdd(), BuildList() };

    static Command BuildAdd()
    {
        var (name, json) = (UserCommand.Name(), new Option<bool>("--json") { Description = "One JSON object, for scripts" });
        var words = new Argument<string[]>("LINE") { Description = "In quotes, such as 'Pay rent every month on the 1st 9am !high #home'", Arity = ArgumentArity.OneOrMore };
        var add = new Command("add", "Add the task that a line says, see docs/quick-entry.md, and tell what was recognised") { name, words, json };
        add.SetAction((given, stop) => UserCommand.With((db, settings) =>
            Add(db, settings, given.GetRequiredValue(name), Text(given.GetRequiredValue(words)), given.GetValue(json)), stop));
        return add;
    }

    static Command BuildList()
    {
        var (name, json) = (UserCommand.Name(), new Option<bool>("--json") { Description = "One JSON array, as the API answers it" });
        var words = new Argument<string[]>("QUERY") { Description = "In quotes, such as 'invoice tag:home due<2026-04-01 is:open', see docs/search.md; all tasks without it", Arity = ArgumentArity.ZeroOrMore };
        var sort = new Option<string>("--sort") { Description = "One of newest, oldest, due_date, priority, title, relevance" };
        var limit = new Option<string>("--limit") { Description = "At most so many, from 1 to 500; 100 unless told" };
        var list = new Command("list", "List the tasks that a search finds, the best first; without words the newest") { name, words, sort, limit, json };
        list.SetAction((given, stop) => UserCommand.With((db, _) => List(db, given.GetRequiredValue(name), new()
        {
            Q = given.GetValue(words) is { Length: > 0 } query ? Text(query) : null,
            Sort = given.GetValue(sort),
            Limit = given.GetValue(limit),
        }, given.GetValue(json)), stop));
        return list;
    }

    /// <summary>A word that is excluded begins with one dash; with two, an option was mistyped.</summary>
    static string Text(string[] words) => words.FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal)) is { } option
        ? throw new StopException(StopException.Usage, $"there is no option {option.Split(' ')[0]} here; in one pair of quotes with what is before it, it is text")
        : string.Join(' ', words);

    static async Task<int> Add(Db db, Settings settings, string name, string line, bool json)
    {
        var text = Validated.Line(line);
        var me = await UserCommand.Enter(db, name, onlyReads: false);
        var said = QuickLine.Parse(text, me.Session!.Now(TimeProvider.System), []);
        var added = await TaskRoutes.Add(Validated.Task(said), next: null, me, db, settings) ?? throw UserCommand.Refused(Taken.Full(settings).Detail.TrimEnd('.'));
        Console.WriteLine(json ? JsonSerializer.Serialize(added, DoneonJson.Default.TaskItem) : $"added task {added.Id}: {string.Join(", ", Told(added))}");
        return 0;
    }

    static IEnumerable<string> Told(TaskItem task)
    {
        yield return Printable.Of(task.Title);
        if (task.DueDate is { } due) yield return $"due {due}";
        if (task.RecursionPattern is { } pattern) yield return $"repeats {pattern}";
        if (task.Priority != Priority.Medium) yield return $"priority {task.Priority}";
        if (task.Tags is { } tags) yield return $"tags {tags}";
    }

    static async Task<int> List(Db db, string name, TaskQuery query, bool json)
    {
        var filter = query.Read(new QueryCollection(), out var invalid) ?? throw Validated.Mistake(invalid!.Errors!, field => field == "q" ? "QUERY" : $"--{field}");
        var me = await UserCommand.Enter(db, name, onlyReads: true);
        var statement = ListStatement.For(filter, known: null, me.Session!.Now(TimeProvider.System).Date, me.Session.TimeZone);
        var hasMore = json ? await PrintJson(db.As(me), statement, filter) : await PrintTable(db.As(me), statement, filter);
        if (hasMore) await Console.Error.WriteLineAsync($"doneon: there are more than these {filter.Limit}; --limit shows up to 500, doneon export all");
        return 0;
    }

    static async Task<bool> PrintJson(Door door, Sql statement, TaskFilter filter)
    {
        var page = await door.Read(statement, async rows => await TaskPage.Read(rows, filter));
        using (page.Json)
        await using (var output = Console.OpenStandardOutput()) await output.WriteAsync(page.Json.Written);
        Console.WriteLine();
        return page.Next is not null;
    }

    static async Task<bool> PrintTable(Door door, Sql statement, TaskFilter filter)
    {
        var tasks = await door.Query<TaskItem>(statement);
        Table.Print(["id", "done", "due", "priority", "repeats", "tags", "title"], tasks.Take(filter.Limit).Select(task => (string?[])
            [task.Id.ToString(CultureInfo.InvariantCulture), task.Completed ? "yes" : "no", task.DueDate, task.Priority.ToString(), task.RecursionPattern, task.Tags, task.Title]));
        return tasks.Count > filter.Limit;
    }
}
