using System.Globalization;
using System.Text.Json;

namespace Doneon.Http;

/// <summary>
/// The fields of a JSON object, read one by one; every mistake is noted under its field, so that one answer names them all.
/// A field that nobody read is unknown, and named too.
/// </summary>
public sealed class Fields
{
    const int MostErrors = 50;

    readonly Dictionary<string, JsonElement> values = [];
    readonly Dictionary<string, string[]> errors = [];
    readonly HashSet<string> read = [];
    readonly string prefix;
    readonly bool isObject;

    public Fields(JsonElement element, string prefix = "")
    {
        this.prefix = prefix;
        isObject = element.ValueKind == JsonValueKind.Object;
        if (!isObject)
        {
            Wrong("", "must be a JSON object.");
            return;
        }
        foreach (var property in element.EnumerateObject())
        {
            if (!TryName(property, out var name)) Wrong("", "has a field whose name is not valid Unicode.");
            else if (!values.TryAdd(name, property.Value)) Wrong(Shortened(name), "occurs twice.");
        }
    }

    static bool TryName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    /// <summary>What was wrong, with unknown fields; empty when all is well.</summary>
    public IDictionary<string, string[]> Errors()
    {
        foreach (var name in values.Keys.Where(name => !read.Contains(name)).Take(20)) Wrong(Shortened(name), "is not a known field.");
        return errors;
    }

    static string Shortened(string name) => name.Length <= 60 ? name : new string(name.EnumerateRunes().Take(40).SelectMany(rune => rune.ToString()).ToArray()) + "…";

    public void Wrong(string name, string error)
    {
        // What is no object has no fields that could be missing.
        if (!isObject && name != "") return;
        var field = name == "" ? prefix is "" ? "body" : prefix.TrimEnd('.') : prefix + name;
        if (!errors.TryGetValue(field, out var before)) before = [];
        // Each mistake is told once, and no more of them than somebody would read.
        if (errors.Count < MostErrors && !before.Contains(error)) errors[field] = [.. before, error];
    }

    /// <summary>Whether the field is there at all: a merge patch tells "leave it" from "make it null".</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A field that may be left out, but not emptied.</summary>
    public void RefuseNull(string name)
    {
        if (values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Null) Wrong(name, "may not be null.");
    }

    bool TryValue(string name, bool required, out JsonElement value)
    {
        read.Add(name);
        if (values.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null) return true;
        if (required) Wrong(name, "is required.");
        return false;
    }

    /// <summary>A required text of one line, trimmed.</summary>
    public string Line(string name, int most, int least = 1) => Text(name, most, least, required: true, lines: false) ?? "";

    public string? OptionalLine(string name, int most) => Text(name, most, 0, required: false, lines: false);

    /// <summary>A required text of one line, kept as it is: places in it are counted.</summary>
    public string WholeLine(string name, int most)
    {
        if (Text(name, most, 1, required: true, lines: false, trimmed: false) is not { } text) return "";
        if (text.Length > 0 && string.IsNullOrWhiteSpace(text)) Wrong(name, "may not be empty.");
        return text;
    }

    /// <summary>An optional text of several lines, kept as it is.</summary>
    public string? OptionalText(string name, int most) => Text(name, most, 0, required: false, lines: true, trimmed: false);

    /// <summary>A required text of any characters, untouched.</summary>
    public string Secret(string name, int most, int least)
    {
        if (!TryText(name, required: true, out var text)) return "";
        CheckLength(name, text, least, most);
        return text;
    }

    string? Text(string name, int most, int least, bool required, bool lines, bool trimmed = true)
    {
        if (!TryText(name, required, out var text)) return null;
        if (trimmed) text = text.Trim();
        if (text.Any(c => char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t')))
        {
            Wrong(name, lines ? "may not contain control characters other than tabs and line breaks." : "may not contain control characters or line breaks.");
            return null;
        }
        CheckLength(name, text, least, most);
        return text;
    }

    bool TryText(string name, bool required, out string text)
    {
        text = "";
        if (!TryValue(name, required, out var value)) return false;
        if (value.ValueKind != JsonValueKind.String)
        {
            Wrong(name, "must be a text.");
            return false;
        }
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            Wrong(name, "is not valid Unicode.");
            return false;
        }
    }

    /// <summary>Characters are Unicode code points, as the database counts them.</summary>
    void CheckLength(string name, string text, int least, int most)
    {
        var length = text.EnumerateRunes().Count();
        if (length < least) Wrong(name, least == 1 ? "may not be empty." : $"needs at least {least} characters.");
        else if (length > most) Wrong(name, $"may have at most {most} characters.");
    }

    public bool? OptionalFlag(string name)
    {
        if (!TryValue(name, required: false, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Wrong(name, "must be true or false.");
        return null;
    }

    /// <summary>A field as it came, for what only its reader understands; null when it is not there.</summary>
    public JsonElement? Raw(string name) => TryValue(name, required: false, out var value) ? value : null;

    public string? OptionalChoice(string name, params ReadOnlySpan<string> choices)
    {
        if (!TryText(name, required: false, out var text)) return null;
        if (choices.Contains(text)) return text;
        Wrong(name, $"must be one of {string.Join(", ", choices!)}.");
        return null;
    }

    public long[] Ids(string name, int most)
    {
        if (!TryValue(name, required: true, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0) Wrong(name, "must be a list of task ids.");
        else if (value.GetArrayLength() > most) Wrong(name, $"may have at most {most} ids.");
        else if (value.EnumerateArray().All(id => id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) && number > 0))
            return value.EnumerateArray().Select(id => id.GetInt64()).Distinct().ToArray();
        else Wrong(name, "must be a list of task ids, each a positive whole number.");
        return [];
    }

    public int Number(string name, int least, int most)
    {
        if (!TryValue(name, required: true, out var value)) return least;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most) return number;
        Wrong(name, $"must be a whole number from {least} to {most}.");
        return least;
    }

    /// <summary>A list of objects that may be left out; their mistakes are noted as "name.0.field".</summary>
    public List<T>? Each<T>(string name, int most) where T : class, IInput<T>
    {
        if (!TryValue(name, required: false, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Array) Wrong(name, "must be a list.");
        else if (value.GetArrayLength() > most) Wrong(name, $"may have at most {most} items.");
        else return [.. value.EnumerateArray().Select((item, at) => Inner<T>(item, string.Create(CultureInfo.InvariantCulture, $"{name}.{at}")))];
        return null;
    }

    /// <summary>An object within this one; its mistakes are noted as "name.field".</summary>
    public T? Nested<T>(string name) where T : class, IInput<T>
    {
        if (!TryValue(name, required: false, out var value)) return null;
        return Inner<T>(value, name);
    }

    T Inner<T>(JsonElement value, string name) where T : IInput<T>
    {
        var inner = new Fields(value, prefix + name + ".");
        var result = T.Read(inner);
        foreach (var (field, wrongs) in inner.Errors())
            if (errors.Count < MostErrors) errors[field] = wrongs;
        return result;
    }
}
