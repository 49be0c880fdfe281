using System.ComponentModel;
using System.Reflection;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Doneon.Exchange;

public static class ExportRoutes
{
    public static void MapExchange(this IEndpointRouteBuilder app)
    {
        var mine = app.MapGroup("/api/{user_id}").WithTags("Export and import").RequireSession();
        mine.MapGet("/export", Export).WithName("export_tasks").WithSummary("Everything of the account, as a file");
        mine.MapImport();
    }

    static async Task<Results<ExportAnswer, Invalid, TooMany>> Export(
        [FromQuery, Description("json (default; docs/export.md describes it), csv, ics or markdown")] string? format,
        CurrentUser me, Db db, Turns turns, ExchangePlaces places, HttpContext http)
    {
        if (http.Request.Query.Mistakes("format") is { Count: > 0 } errors) return new Invalid(errors);
        if (!ExportFormat.All.TryGetValue(format ?? "json", out var written)) return new Invalid("format", $"must be one of {ExportFormat.Names}.");
        if (!places.TakeForExport(http, me)) return new TooMany("Another export of this account is under way.", TimeSpan.FromSeconds(5));
        var export = await Exchange.Export.Begin(new PersonsDoor(me, db, turns, http), written);
        return new ExportAnswer(export, (await export.Next())!);
    }
}

/// <summary>
/// A file that is read while it is sent. It begins when its first page is there: until then whatever fails is answered as a problem. Later
/// nothing is left but to break the connection off, so that nobody takes a part for the whole.
/// </summary>
sealed class ExportAnswer(Export export, PooledBytes first) : IResult, IEndpointMetadataProvider
{
    const int Slice = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = export.Format.MediaType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{export.FileName}\"";
        for (var page = first; page is not null; page = await export.Next())
            using (page)
                for (var rest = page.Written; rest.Length > 0; rest = rest[Math.Min(Slice, rest.Length)..])
                    if ((await response.BodyWriter.WriteAsync(rest[..Math.Min(Slice, rest.Length)], httpContext.RequestAborted)).IsCompleted) return;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ExportDocument), ["application/json", "text/csv", "text/calendar", "text/markdown"]));
}
