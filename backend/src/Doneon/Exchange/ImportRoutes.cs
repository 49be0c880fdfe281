using System.ComponentModel;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace Doneon.Exchange;

static class ImportRoutes
{
    public const int LargestFile = 64 << 20;

    sealed class SizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => LargestFile;
    }

    /// <summary>A file lies in memory until it is there as a whole: not for hours.</summary>
    static readonly MinDataRate SlowestLine = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(10));

    public static void MapImport(this IEndpointRouteBuilder mine) =>
        mine.MapPost("/import", Import).WithMetadata(new SizeLimit()).WithName("import_tasks").WithSummary("Bring tasks from a file: the body, as it is");

    static async Task<Results<Ok<ImportReport>, Invalid, BadLines, Taken, TooLarge, TooMany>> Import(
        [FromQuery, Description("doneon, csv, todoist, vikunja, super_productivity or python; found out where that is certain")] string? format,
        [FromQuery(Name = "dry_run"), Description("true: only tell what would be done")] string? dryRun,
        [FromQuery(Name = "skip_bad"), Description("true: bring the others when something is wrong with some; else nothing goes in")] string? skipBad,
        [FromQuery, Description("Of CSV: what its columns become, such as title:Summary,due_date:When; a dry run proposes it")] string? map,
        CurrentUser me, Db db, Turns turns, ExchangePlaces places, Settings settings, TimeProvider clock, HttpContext http)
    {
        var errors = http.Request.Query.Mistakes("format", "dry_run", "skip_bad", "map");
        foreach (var (name, flag) in (ReadOnlySpan<(string, string?)>)[("dry_run", dryRun), ("skip_bad", skipBad)])
            if (flag is not (null or "true" or "false")) errors[name] = ["must be true or false."];
        if (format is not null && !ImportFormat.All.ContainsKey(format)) errors["format"] = [$"must be one of {ImportFormat.Names}."];
        if (errors.Count > 0) return new Invalid(errors);
        if (!places.TakeForImport(http, me)) return new TooMany("Another import of this account is under way.", TimeSpan.FromSeconds(5));
        // The session lives before the file is taken.
        var owner = await Exchange.Import.Owner.Of(new PersonsDoor(me, db, turns, http)) ?? throw new SessionEndedException();
        try
        {
            using var arrival = places.Arriving();
            using var body = await Body(http, arrival);
            if (body is null || !await places.TakeForWork(http)) return new TooMany("Other imports are under way.", TimeSpan.FromSeconds(5));
            Idempotency.NoteBody(http, body.Written.Span);
            if (Idempotency.Read(http, me) is Invalid wrong) return wrong;
            me.Deadline = db.Begin();
            // A key that stands for another request is refused before anything is written.
            await db.As(me).Repeats();
            var bytes = Exchange.Import.Decoded(body.Written);
            var found = format is null ? ImportFormat.Detect(bytes) : ImportFormat.All[format];
            if (found is null) return new Invalid("format", $"is not certain: say which of {ImportFormat.Names} the file is.");
            var file = new ImportFile(bytes, owner.TimeZone, me.Session!.Now(clock).Date, map, new());
            var import = new Import(new PersonsDoor(me, db, turns, http), found, file, settings.MaxTasksPerUser);
            if (dryRun != "true" && found.Uncertain(file) is { } uncertain) return new Invalid("map", uncertain);
            return await Run(import, owner, dryRun == "true", skipBad == "true", settings, http);
        }
        catch (UnreadableFileException e)
        {
            return new Invalid(e.Field, e.Message);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new TooLarge($"{LargestFile >> 20} MB");
        }
    }

    static async Task<Results<Ok<ImportReport>, Invalid, BadLines, Taken, TooLarge, TooMany>> Run(
        Import import, Import.Owner owner, bool dryRun, bool skipBad, Settings settings, HttpContext http)
    {
        await import.Check(http.RequestAborted);
        if (dryRun) return TypedResults.Ok(await import.Foretold());
        if (import.HasBad && !skipBad) return new BadLines(import.Report(dryRun: false, added: 0, alreadyThere: 0));
        if (!await import.HasRoom(owner) || await import.Bring() is not { } brought) return Taken.Full(settings);
        return TypedResults.Ok(import.Report(dryRun: false, brought.Added, brought.AlreadyThere));
    }

    /// <summary>Null when others take up the memory.</summary>
    static async Task<PooledBytes?> Body(HttpContext http, ExchangePlaces.Arrival arrival)
    {
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = SlowestLine;
        var bytes = new PooledBytes(expected: (int)Math.Clamp(http.Request.ContentLength ?? 0, 4096, 1 << 20));
        try
        {
            while (true)
            {
                var read = await http.Request.Body.ReadAsync(bytes.GetMemory(16 * 1024), http.RequestAborted);
                if (read == 0) return bytes;
                if (!arrival.Takes(read)) break;
                bytes.Advance(read);
            }
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
        bytes.Dispose();
        return null;
    }
}

/// <summary>Something is wrong with some tasks of a file, and nothing of it went in.</summary>
public sealed class BadLines : Problem, IEndpointMetadataProvider
{
    internal BadLines(ImportReport report) : base(422, "Invalid input", Told(report)) => Report = report;

    static string Told(ImportReport report) =>
        $"Nothing went in, for something is wrong with {report.BadCount} of {report.Total} tasks: {string.Join(" ", report.Bad.Take(3).Select(bad => $"Line {bad.Line}: {bad.Field} {bad.Error}"))}"
        + $"{(report.Bad.Count > 3 ? " …" : "")} With skip_bad=true the others go in.";

    public static void PopulateMetadata(System.Reflection.MethodInfo method, EndpointBuilder builder) => Describe(builder, 422);
}
