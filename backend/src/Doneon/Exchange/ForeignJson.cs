using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace Doneon.Exchange;

/// <summary>The fields of another program's JSON, read without trust.</summary>
static class ForeignJson
{
    /// <summary>Null of what is not there, empty or no text. A number is its digits.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number) return value.GetRawText();
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            throw new BadTaskException(name, "is not valid Unicode.");
        }
    }

    public static long? Number(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && Math.Abs(number) < 1e15 ? (long)number : null;

    public static bool Flag(this JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>Whether there is anything.</summary>
    public static bool Has(this JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.String => !value.ValueEquals(""),
        JsonValueKind.Number => value.GetDouble() != 0,
        _ => true,
    };

    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>A moment in milliseconds, as JavaScript counts them.</summary>
    public static Instant? Moment(this JsonElement element, string name) =>
        element.Number(name) is { } milliseconds and > 0 and < 250_000_000_000_000 ? Instant.FromUnixTimeMilliseconds(milliseconds) : null;

    public static string? Iso(this Instant? moment) => moment?.ToString("uuuu-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Each task is told by the translation, or what is wrong with it.</summary>
    public static ImportRow Row(this JsonPart task, Lines lines, Func<JsonElement, Draft> translate)
    {
        var line = lines.Of(task.Start);
        if (task.IsTooLarge) return ImportRow.TooLarge(line);
        using var document = task.Parse();
        if (!task.IsObject) return new(line, null, "task", "must be a JSON object.");
        try
        {
            return translate(document.RootElement).ToRow(line);
        }
        catch (BadTaskException e)
        {
            return new(line, null, e.Field, e.Message);
        }
        catch (InvalidOperationException)
        {
            return new(line, null, "task", "has something in it that is not of its kind, or not valid Unicode.");
        }
    }
}
