using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Doneon.Exchange;

/// <summary>
/// A value within a large JSON file, of which nothing is made until it is asked for. The file was read through once before: so it is known
/// to be JSON.
/// </summary>
readonly struct JsonPart
{
    const int Deepest = 64;

    readonly ReadOnlyMemory<byte> file;
    readonly int start, length;

    JsonPart(ReadOnlyMemory<byte> file, int start, int length) => (this.file, this.start, this.length) = (file, start, length);

    public static JsonPart Of(ReadOnlyMemory<byte> file)
    {
        var reader = new Utf8JsonReader(file.Span, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            while (reader.Read()) { }
        }
        catch (JsonException e)
        {
            throw new UnreadableFileException($"is not JSON, or is nested too deeply: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        var start = SkipTo(file.Span, 0);
        return new(file, start, LengthAt(file.Span, start));
    }

    ReadOnlySpan<byte> Span => file.Span.Slice(start, length);

    /// <summary>Where it begins in the file.</summary>
    public int Start => start;

    public bool IsObject => Span[0] == '{';

    public bool IsArray => Span[0] == '[';

    public bool IsTooLarge => length > ImportRow.LargestTask;

    public bool Is(int number) => int.TryParse(Span, NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own == number;

    public JsonDocument Parse() => JsonDocument.Parse(file.Slice(start, length));

    /// <summary>Null of what is no text.</summary>
    public string? Text => Span[0] == '"' && TryText(Span, out var text) ? text : null;

    /// <summary>Null when it is not there, or null; of several the last.</summary>
    public JsonPart? this[string name]
    {
        get
        {
            JsonPart? found = null;
            foreach (var (property, value) in Properties())
                if (property == name) found = value.Span[0] == 'n' ? null : value;
            return found;
        }
    }

    public IEnumerable<JsonPart> Elements()
    {
        if (!IsArray) yield break;
        for (var at = SkipTo(file.Span, start + 1); file.Span[at] != ']';)
        {
            var element = new JsonPart(file, at, LengthAt(file.Span, at));
            yield return element;
            at = SkipTo(file.Span, at + element.length);
        }
    }

    public IEnumerable<(string Name, JsonPart Value)> Properties()
    {
        if (!IsObject) yield break;
        for (var at = SkipTo(file.Span, start + 1); file.Span[at] != '}';)
        {
            var name = new JsonPart(file, at, LengthAt(file.Span, at));
            at = SkipTo(file.Span, at + name.length);
            var value = new JsonPart(file, at, LengthAt(file.Span, at));
            yield return (name.Text ?? "", value);
            at = SkipTo(file.Span, at + value.length);
        }
    }

    static bool TryText(ReadOnlySpan<byte> json, [NotNullWhen(true)] out string? text)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            text = null;
            return false;
        }
    }

    static int SkipTo(ReadOnlySpan<byte> json, int at)
    {
        while (json[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)':') at++;
        return at;
    }

    static int LengthAt(ReadOnlySpan<byte> json, int at)
    {
        var reader = new Utf8JsonReader(json[at..], new JsonReaderOptions { MaxDepth = Deepest });
        reader.Read();
        reader.Skip();
        return (int)reader.BytesConsumed;
    }
}

/// <summary>In which line of a file a place is.</summary>
sealed class Lines(ReadOnlyMemory<byte> file)
{
    int at, line = 1;

    public int Of(int place)
    {
        line += place < at ? -Between(place, at) : Between(at, place);
        at = place;
        return line;
    }

    int Between(int from, int to) => file.Span[from..to].Count((byte)'\n');
}
