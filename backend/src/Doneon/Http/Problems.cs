using System.Globalization;
using System.Net.Mime;
using System.Reflection;
using System.Text.Json.Serialization;
using Doneon.Exchange;
using Microsoft.AspNetCore.Http.Metadata;

namespace Doneon.Http;

/// <summary>An answer that is not what was asked for: an RFC 9457 problem document. Each kind is a type, so that it stands in signatures.</summary>
public abstract class Problem(int status, string title, string detail, TimeSpan? retryAfter = null) : IResult
{
    public int Status { get; } = status;

    public string Detail { get; } = detail;

    public IDictionary<string, string[]>? Errors { get; init; }

    internal ImportReport? Report { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (response.HasStarted) return;
        response.StatusCode = Status;
        if (retryAfter is { } wait) response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        var document = new ProblemDocument(title, Status, Detail, Errors, httpContext.TraceIdentifier, Report);
        await response.WriteAsJsonAsync(document, DoneonJson.Default.ProblemDocument, MediaTypeNames.Application.ProblemJson);
    }

    protected static string Sentences(IDictionary<string, string[]> errors) =>
        string.Join(" ", errors.SelectMany(field => field.Value.Select(error => $"{field.Key} {error}")));

    internal static void Describe(EndpointBuilder builder, int status) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [MediaTypeNames.Application.ProblemJson]));
}

/// <param name="RequestId">The name of this request in the server's log.</param>
/// <param name="Report">Of an import that was refused: what is wrong, line by line.</param>
public sealed record ProblemDocument(
    string Title, int Status, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IDictionary<string, string[]>? Errors, string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImportReport? Report = null);

public sealed class NotJson(string detail) : Problem(400, "This is not JSON", detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 400);
}

public sealed class Unauthorized(string detail = "Log in first: this request carries no live session.")
    : Problem(401, "Not logged in", detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 401);
}

public sealed class Forbidden(string detail) : Problem(403, "Not allowed", detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 403);
}

public sealed class Missing(string detail = "There is no such task, or it is in the trash.") : Problem(404, "Not found", detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 404);
}

public sealed class Taken(string detail) : Problem(409, "Conflict", detail), IEndpointMetadataProvider
{
    public static Taken Names(bool username, bool email)
    {
        var errors = new Dictionary<string, string[]>();
        if (username) errors["username"] = ["is already taken."];
        if (email) errors["email"] = ["already has an account."];
        return new(Sentences(errors)) { Errors = errors };
    }

    public static Taken Full(Settings settings) =>
        new($"This account holds {settings.MaxTasksPerUser} tasks, which is all it may. Delete some first.");

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 409);
}

public sealed class ChangedMeanwhile() : Problem(412, "Changed meanwhile",
    "The task has changed since you read it. Read it again and decide anew; nothing was written."), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 412);
}

public sealed class TooLarge(string most = "256 KB") : Problem(413, "Too large", $"A request may carry at most {most} here."), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 413);
}

public sealed class WrongMediaType() : Problem(415, "Unknown kind of content", "Send JSON with the header Content-Type: application/json.");

/// <summary>Values that are not allowed, each named by its field.</summary>
public sealed class Invalid : Problem, IEndpointMetadataProvider
{
    public Invalid(IDictionary<string, string[]> errors)
        : base(422, "Invalid input", Sentences(errors)) => Errors = errors;

    public Invalid(string field, string error) : this(new Dictionary<string, string[]> { [field] = [error] }) { }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 422);
}

public sealed class TooMany(string detail, TimeSpan retryAfter) : Problem(429, "Too many requests", detail, retryAfter), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 429);
}

public sealed class Unavailable(string detail) : Problem(503, "The database does not answer", detail, TimeSpan.FromSeconds(1))
{
    public static Unavailable Away() => new("The database cannot be reached at the moment. Nothing was changed; try again.");

    public static Unavailable Slow() => new("The database took too long. Nothing was changed; try again.");
}

public sealed class Failed() : Problem(500, "Something went wrong", "This is a fault of the server. It has been noted under the request id.");

public sealed class WrongMethod() : Problem(405, "Method not allowed", "This address does not know that method; the Allow header names those that it knows.");
