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
    // Building a document of great depth takes time that grows with its square.
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };
    readonly T? value;

    Input(T value) => this.value = value;

    Input(Problem problem) => Problem = problem;

    public Problem? Problem { get; }

    public T Value => value ?? throw new InvalidOperationException("The input was invalid.");

    public static async ValueTask<Input<T>> BindAsync(HttpContext context)
    {
        var request = context.Request;
        byte[] bytes = [];
        try
        {
            bytes = await ReadAll(request);
            Idempotency.NoteBody(context, bytes);
            if (bytes.Length > 0 && !IsJson(request.ContentType)) return new(new WrongMediaType());
            using var document = JsonDocument.Parse(bytes.Length > 0 ? WithoutMark(bytes) : NoFields, Strict);
            var fields = new Fields(document.RootElement);
            var value = T.Read(fields);
            var errors = fields.Errors();
            return errors.Count > 0 ? new(new Invalid(errors)) : new(value);
        }
        catch (JsonException e)
        {
            return new(IsOnlyDeep(WithoutMark(bytes).Span) ? new Invalid("body", "is nested too deeply.") : new NotJson($"The body is not valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new(new TooLarge());
        }
        catch (IOException)
        {
            return new(new NotJson("The body did not arrive whole."));
        }
    }

    /// <summary>Some programs begin a text with a byte order mark.</summary>
    static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) => bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);

    static bool IsOnlyDeep(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
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

    /// <summary>Without content types, on which routing itself would act: it would answer 415 before the session is looked at.</summary>
    public static void PopulateMetadata(System.Reflection.ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata([], typeof(T), T.MayBeLeftOut));
        foreach (var status in (int[])[400, 413, 415, 422]) Problem.Describe(builder, status);
    }
}

/// <summary>A request body.</summary>
public interface IInput;

/// <summary>One that reads itself from fields.</summary>
public interface IInput<out T> : IInput
{
    static abstract T Read(Fields fields);

    /// <summary>Whether no body at all is a body without fields.</summary>
    static virtual bool MayBeLeftOut => false;
}
