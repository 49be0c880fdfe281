using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using Column = Doneon.Exchange.ExportColumns;

namespace Doneon.Exchange;

/// <summary>All that the database knows of a task but its id, one task a line; docs/export.md describes it. What is empty is left out.</summary>
sealed class JsonExport : ExportFormat
{
    public const int Version = 1;

    static readonly JsonEncodedText[] Fields = [.. Column.Names.Select(name => JsonEncodedText.Encode(name))];

    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public override string MediaType => "application/json; charset=utf-8";

    public override string Extension => "json";

    public override bool HasTrash => true;

    public override void Begin(Utf8Text text, ExportHead head)
    {
        using (var json = new Utf8JsonWriter(text.Bytes, Writing))
        {
            json.WriteStartObject();
            json.WriteNumber("doneon", Version);
            json.WriteString("exported_at", Moments.Iso(head.Now));
            json.WriteStartObject("user");
            json.WriteString("username", head.Username);
            json.WriteString("email", head.Email);
            json.WriteString("time_zone", head.TimeZone);
            json.WriteString("created_at", Moments.Iso(head.CreatedAt));
            json.WriteEndObject();
        }
        text.Add(",\"tasks\":[\n"u8);
    }

    public override void Write(Utf8Text text, NpgsqlDataReader row, ExportPlace place)
    {
        if (place.Before >= 0) text.Add(",\n"u8);
        using var json = new Utf8JsonWriter(text.Bytes, Writing);
        json.WriteStartObject();
        for (var column = Column.Uid; column <= Column.CatchUp; column++)
            if (!row.IsDBNull(column)) WriteField(row, column, json);
        if (Adopted.Is(row)) json.WriteBoolean(Adopted.Name, true);
        json.WriteEndObject();
    }

    static void WriteField(NpgsqlDataReader row, int column, Utf8JsonWriter json)
    {
        switch (column)
        {
            case Column.Completed: json.WriteBoolean(Fields[column], row.GetBoolean(column)); break;
            case Column.CatchUp when row.GetBoolean(column): json.WriteBoolean(Fields[column], true); break;
            case Column.CatchUp: break;
            case Column.CreatedAt or Column.UpdatedAt or Column.DeletedAt: json.WriteString(Fields[column], Moments.Iso(row.GetDateTime(column))); break;
            case Column.Following:
                json.WritePropertyName(Fields[column]);
                json.WriteRawValue(row.GetString(column));
                break;
            default: WriteText(row, column, json); break;
        }
    }

    /// <summary>PostgreSQL sends texts as the bytes that JSON is made of.</summary>
    static void WriteText(NpgsqlDataReader row, int column, Utf8JsonWriter json)
    {
        var length = (int)row.GetBytes(column, 0, null, 0, 0);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        _ = row.GetBytes(column, 0, bytes, 0, length);
        json.WriteString(Fields[column], bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public override void End(Utf8Text text, ExportHead head, int written) => text.Add($"\n],\"count\":{written}}}\n");
}
