using System.Buffers;
using System.Text.Json;

namespace Doneon.Exchange;

/// <summary>The cells of a task as the JSON that they stand for.</summary>
static class CsvTask
{
    public static JsonDocument ToJson(Dictionary<string, string> task)
    {
        var memory = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            foreach (var (name, cell) in task)
                if (cell != "") Write(json, name, cell);
            json.WriteEndObject();
        }
        return JsonDocument.Parse(memory.WrittenMemory);
    }

    static void Write(Utf8JsonWriter json, string name, string cell)
    {
        switch (name)
        {
            case "completed" or "catch_up" or Adopted.Name when Flag(cell) is { } flag: json.WriteBoolean(name, flag); break;
            case "following":
                json.WritePropertyName(name);
                json.WriteRawValue(Checked(cell));
                break;
            default: json.WriteString(name, cell); break;
        }
    }

    /// <summary>Spreadsheets write them in capitals.</summary>
    static bool? Flag(string cell) => bool.TryParse(cell, out var flag) ? flag : null;

    static string Checked(string cell)
    {
        try
        {
            JsonDocument.Parse(cell, new() { MaxDepth = 8 }).Dispose();
            return cell;
        }
        catch (JsonException)
        {
            throw new BadTaskException("following", "must be JSON.");
        }
    }
}
