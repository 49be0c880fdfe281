using System.ComponentModel.DataAnnotations;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doneon.QuickEntry;

public static class QuickEntryRoute
{
    public static void MapQuickEntry(this IEndpointRouteBuilder tasks) =>
        tasks.MapPost("/parse", Parse).OnlyReads().WithName("parse_task").WithSummary("Read a task from one line, such as \"Pay rent every month on the 1st 9am !high #home\"; nothing is written");

    static async Task<Results<Ok<ParsedTask>, Invalid>> Parse(Input<QuickText> input, CurrentUser me, Db db, TimeProvider clock)
    {
        await db.As(me).Enter();
        return TypedResults.Ok(QuickLine.Parse(input.Value.Text, me.Session!.Now(clock), input.Value.Keep ?? []));
    }
}

/// <param name="Text">One line, in English or German.</param>
/// <param name="Keep">Parts of it that were dismissed and stay title.</param>
public sealed record QuickText([property: StringLength(QuickText.Longest, MinimumLength = 1)] string Text, List<KeptPart>? Keep) : IInput<QuickText>
{
    const int Longest = 1000, MostKept = 100;

    public static QuickText Read(Fields fields) => new(fields.WholeLine("text", Longest), fields.Each<KeptPart>("keep", MostKept));
}

/// <summary>In UTF-16 code units, as JavaScript counts.</summary>
public sealed record KeptPart(int Start, int Length) : IInput<KeptPart>
{
    /// <summary>As many as the longest text may have.</summary>
    const int Most = 2000;

    public static KeptPart Read(Fields fields) => new(fields.Number("start", 0, Most), fields.Number("length", 1, Most));
}
