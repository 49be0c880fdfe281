using System.ComponentModel;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Doneon.Repetition;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace Doneon.Tasks;

/// <summary>What a repetition means, and when it comes next: of a task, or of words that are still being typed.</summary>
public static class TaskOccurrences
{
    const int Shown = 5;

    public static void MapOccurrences(this IEndpointRouteBuilder tasks)
    {
        tasks.MapGet("/{id}/occurrences", Next).WithName("list_occurrences").WithSummary("How a task repeats, and the next five dates after this one");
        tasks.MapGet("/occurrences", Preview).WithName("preview_occurrences").WithSummary("What a repetition means, and its first five dates from today on");
    }

    static async Task<Results<Ok<Occurrences>, Missing>> Next(
        PathId id, [FromHeader(Name = "Accept-Language")] string? language, CurrentUser me, Db db, TimeProvider clock)
    {
        var task = await db.As(me).One<RepeatingTask>($"""
            select {RepeatingTask.Columns} from task
            where id = {id.Value} and user_id = {me.UserId} and deleted_at is null and recursion_pattern is not null
            """);
        if (task is null) return new Missing("There is no such task that repeats.");
        var today = me.Session!.Now(clock).Date;
        if (task.Series(today) is not { } series) return TypedResults.Ok(new Occurrences(task.Pattern, null, null, false, []));
        return TypedResults.Ok(Told(task.Pattern, series, series.Next(today), task.LastingDueDate, language));
    }

    static async Task<Results<Ok<Occurrences>, Invalid>> Preview(
        [FromQuery(Name = "recursion_pattern"), Description("Words or a rule")] string? pattern,
        [FromQuery(Name = "due_date"), Description("The date from which it counts; today unless told")] string? dueDate,
        [FromHeader(Name = "Accept-Language")] string? language, CurrentUser me, Db db, TimeProvider clock, HttpContext http)
    {
        var errors = http.Request.Query.Mistakes("recursion_pattern", "due_date");
        if (dueDate is not null && !DueDate.TryRead(dueDate, out _, out var wrong)) errors["due_date"] = [wrong];
        await db.As(me).Enter();
        var today = me.Session!.Now(clock).Date;
        var (due, rule) = (DueDate.DayOf(dueDate), default(Rule));
        if (pattern is not { Length: > 0 and <= TaskRules.RecursionPatternLength }) errors["recursion_pattern"] = [$"must have 1 to {TaskRules.RecursionPatternLength} characters."];
        else if (!Pattern.TryRead(pattern, due ?? today, out rule, out var error)) errors["recursion_pattern"] = [error];
        if (errors.Count > 0) return new Invalid(errors);
        var series = new Series(rule!, due ?? today, null, CatchUp: false);
        var dates = rule!.AfterDone ? series.Next(today) : rule.From(series.Start, due > today ? due.Value : today);
        return TypedResults.Ok(Told(pattern!, series, dates, dueDate, language));
    }

    static Occurrences Told(string pattern, Series series, IEnumerable<LocalDate> dates, string? dueDate, string? language) => new(
        pattern, series.Rule.ToString(), series.Rule.Sentence(IsGerman(language)), series.Rule.AfterDone,
        [.. dates.Take(Shown).Select(date => DueDate.On(date, dueDate))]);

    /// <summary>Whichever of the two languages is named first.</summary>
    static bool IsGerman(string? language) => (language ?? "").Split(',').Select(one => one.Trim())
        .FirstOrDefault(one => one.StartsWith("de", StringComparison.OrdinalIgnoreCase) || one.StartsWith("en", StringComparison.OrdinalIgnoreCase))
        ?.StartsWith("de", StringComparison.OrdinalIgnoreCase) ?? false;
}

/// <param name="RecursionPattern">As it was said.</param>
/// <param name="Rule">The same as a rule of RFC 5545; null of a text, one that was adopted, that Doneon does not understand.</param>
/// <param name="Sentence">The same in words, English or German as Accept-Language asks.</param>
/// <param name="AfterDone">Whether it counts from the day on which the task is done: then the dates are those if that is today, and each later one on its day.</param>
/// <param name="Dates">At most five; fewer when the series ends.</param>
public sealed record Occurrences(string RecursionPattern, string? Rule, string? Sentence, bool AfterDone, List<string> Dates);
