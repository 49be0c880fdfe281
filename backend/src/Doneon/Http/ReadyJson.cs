using System.Net.Mime;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Doneon.Http;

/// <summary>An answer that is written already: the JSON of a T. Once it is sent, its memory is given back.</summary>
sealed record ReadyJson<T>(PooledBytes Json, string? ETag, string? Link = null) : IResult, IEndpointMetadataProvider
{
    /// <summary>A line that takes it slowly has so much of it in the server's hands.</summary>
    const int Slice = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (Link is not null) response.Headers.Link = Link;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = Json.Length;
        using var _ = Json;
        for (var rest = Json.Written; rest.Length > 0; rest = rest[Math.Min(Slice, rest.Length)..])
            if ((await response.BodyWriter.WriteAsync(rest[..Math.Min(Slice, rest.Length)])).IsCompleted) return;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [MediaTypeNames.Application.Json]));
}
