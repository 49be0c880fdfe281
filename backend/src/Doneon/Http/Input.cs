using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Doneon.Http;

/// <summary>A body that could not be read, or could: the group's filter answers the problem before the handler is called.</summary>
public interface IMaybeProblem
{
    Problem? Problem { get; }
}

public sealed class Input<T> : IMaybeProblem, IEndpointParameterMetadataProvider where T : class, IInput<T>
{
    static readonly byte[] NoFields = "{}"u8.ToArray();
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };
    readonly T? value;

    Input(T value) => this.value = value;

    Input(Problem problem) => Problem = problem;

    public Problem? Problem { get; }

    public T Value => value ?? throw new InvalidOperationException("The input was invalid.");

    public static async ValueTask<Input<T>> BindAsync(HttpContext context)
    {
        var request = context.Request;
        try
        {
            var bytes = await ReadAll(request);
            if (bytes.Length > 0 && !IsJson(request.ContentType)) return new(new WrongMediaType());
            using var document = JsonDocument.Parse(bytes.Length > 0 ? bytes : NoFields, Strict);
            var fields = new Fields(document.RootElement);
            var value = T.Read(fields);
            var errors = fields.Errors();
            return errors.Count > 0 ? new(new Invalid(errors)) : new(value);
        }
        catch (JsonException e)
        {
            return new(new NotJson($"The body is not valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
        catch (BadHttpRequestException e)
        {
            return new(e.StatusCode == StatusCodes.Status413PayloadTooLarge ? new TooLarge() : new NotJson("The body did not arrive whole."));
        }
    }

    static bool IsJson(string? contentType) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/merge-patch+json", StringComparison.OrdinalIgnoreCase));

    static async Task<byte[]> ReadAll(HttpRequest request)
    {
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return bytes;
            }
            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public static void PopulateMetadata(System.Reflection.ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
