using System.ComponentModel;
using System.Globalization;
using Doneon.Http;
using Microsoft.AspNetCore.Mvc;

namespace Doneon.Tasks;

/// <summary>The query string of a list, as it comes.</summary>
public sealed class TaskQuery
{
    [FromQuery(Name = "completed"), Description("true or false")]
    public string? Completed { get; init; }

    [FromQuery(Name = "priority"), Description("High, Medium or Low")]
    public string? Priority { get; init; }

    [FromQuery(Name = "tag"), Description("One tag, in any case")]
    public string? Tag { get; init; }

    [FromQuery(Name = "due_before"), Description("Due before this date or date-time; that date itself is excluded")]
    public string? DueBefore { get; init; }

    [FromQuery(Name = "due_after"), Description("Due after this date or date-time; that date itself is excluded")]
    public string? DueAfter { get; init; }

    [FromQuery(Name = "q"), Description("""
        Words, or their beginnings, that title, description or tags all have; in any case, with or without marks, with a typo if need be. Also
        "an exact phrase", -word, tag:home, priority:high, due<2026-04-01, due:today, created>=2026-04-01, is:done: see docs/search.md
        """)]
    public string? Q { get; init; }

    [FromQuery(Name = "deleted"), Description("true: the trash, instead of the tasks")]
    public string? Deleted { get; init; }

    [FromQuery(Name = "sort"), Description("newest (default), oldest, due_date, priority, title or relevance (default with words in q); the trash shows the last deleted first")]
    public string? Sort { get; init; }

    [FromQuery(Name = "limit"), Description("1 to 500 tasks a page, 100 unless told")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("Where the page before ended: take it from that answer's Link header")]
    public string? Cursor { get; init; }

    static readonly string[] Names = ["completed", "priority", "tag", "due_before", "due_after", "q", "deleted", "sort", "limit", "cursor"];

    public TaskFilter? Read(IQueryCollection given, out Invalid? invalid)
    {
        var errors = given.Mistakes(Names);
        var deleted = Flag("deleted", Deleted, errors) ?? false;
        var search = Search(errors);
        var sort = Sort switch
        {
            null or "relevance" => search is { Ranks: true } ? TaskSort.Relevance : deleted ? TaskSort.LastDeleted : TaskSort.Newest,
            "newest" => TaskSort.Newest,
            "oldest" => TaskSort.Oldest,
            "due_date" => TaskSort.DueDate,
            "priority" => TaskSort.Priority,
            "title" => TaskSort.Title,
            _ => Wrong<TaskSort>("sort", "must be one of newest, oldest, due_date, priority, title, relevance.", errors),
        };
        var limit = Limit is null ? 100
            : int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 500 ? number
            : Wrong<int>("limit", "must be a whole number from 1 to 500.", errors);
        TaskCursor? cursor = null;
        if (Cursor is not null && (!TaskCursor.TryRead(Cursor, out cursor) || cursor.Sort != sort))
            errors["cursor"] = ["does not belong to this list: take it from the Link header of the page before, with the same sort."];
        var filter = new TaskFilter(
            Flag("completed", Completed, errors), PriorityOf(errors), Limited("tag", Tag, TaskRules.TagLength, errors)?.Trim() is { Length: > 0 } tag ? tag : null,
            Date("due_before", DueBefore, errors), Date("due_after", DueAfter, errors), search, deleted, sort, limit, cursor);
        invalid = errors.Count > 0 ? new Invalid(errors) : null;
        return invalid is null ? filter : null;
    }

    static T Wrong<T>(string name, string error, Dictionary<string, string[]> errors) where T : struct
    {
        errors[name] = [error];
        return default;
    }

    static bool? Flag(string name, string? text, Dictionary<string, string[]> errors) => text switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => Wrong<bool>(name, "must be true or false.", errors),
    };

    Priority? PriorityOf(Dictionary<string, string[]> errors) => Priority switch
    {
        null => null,
        "High" => Tasks.Priority.High,
        "Medium" => Tasks.Priority.Medium,
        "Low" => Tasks.Priority.Low,
        _ => Wrong<Priority>("priority", "must be one of High, Medium, Low.", errors),
    };

    static string? Date(string name, string? text, Dictionary<string, string[]> errors)
    {
        if (text is null) return null;
        if (DueDate.TryRead(text, out var date, out var error)) return date;
        errors[name] = [error];
        return null;
    }

    static string? Limited(string name, string? text, int most, Dictionary<string, string[]> errors)
    {
        if (text?.Length > 2 * most || text?.EnumerateRunes().Count() > most) errors[name] = [$"may have at most {most} characters."];
        return text;
    }

    SearchQuestion? Search(Dictionary<string, string[]> errors)
    {
        if (Limited("q", Q, SearchParser.MostCharacters, errors) is not { } text || errors.ContainsKey("q")) return null;
        var search = SearchParser.Read(text, out var error);
        if (error is not null) errors["q"] = [error];
        return search;
    }
}
