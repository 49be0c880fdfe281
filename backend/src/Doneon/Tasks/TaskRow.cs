using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Doneon.Http;
using Npgsql;

namespace Doneon.Tasks;

/// <summary>Writes a row of <see cref="TaskItem.Columns"/> as the serializer writes a <see cref="TaskItem"/>.</summary>
sealed class TaskRow : IDisposable
{
    static readonly JsonEncodedText[] Names =
    [
        .. ((string[])["id", "user_id", "title", "description", "due_date", "priority", "tags", "recursion_pattern", "completed", "created_at", "updated_at", "deleted_at", "series", "catch_up"])
            .Select(name => JsonEncodedText.Encode(name)),
    ];

    static readonly JsonEncodedText Hits = JsonEncodedText.Encode("hits");

    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    byte[] text = ArrayPool<byte>.Shared.Rent(1024);

    public static Utf8JsonWriter WriterTo(IBufferWriter<byte> memory) => new(memory, Writing);

    /// <summary>The JSON of one task, and its ETag; null when there is no row.</summary>
    public static async ValueTask<ReadyJson<TaskItem>?> ReadOne(NpgsqlDataReader rows)
    {
        if (!await rows.ReadAsync()) return null;
        var memory = new PooledBytes(expected: 1024);
        try
        {
            using var row = new TaskRow();
            using (var json = WriterTo(memory)) row.Write(rows, json);
            return new(memory, TaskItem.ETagOf(rows.GetInt64(TaskItem.ChangeColumn)));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    public void Write(NpgsqlDataReader row, Utf8JsonWriter json, SearchMarker? marker = null)
    {
        json.WriteStartObject();
        json.WriteNumber(Names[0], row.GetInt64(0));
        json.WriteNumber(Names[1], row.GetInt64(1));
        for (var column = 2; column <= 7; column++) WriteText(row, column, json);
        json.WriteBoolean(Names[8], row.GetBoolean(8));
        json.WriteString(Names[9], row.GetDateTime(9));
        json.WriteString(Names[10], row.GetDateTime(10));
        if (!row.IsDBNull(11)) json.WriteString(Names[11], row.GetDateTime(11));
        if (!row.IsDBNull(12)) WriteText(row, 12, json);
        if (row.GetBoolean(13)) json.WriteBoolean(Names[13], true);
        if (marker is not null) WriteHits(marker.Mark(row.GetString(2), Text(row, 3), Text(row, 6)), json);
        json.WriteEndObject();
    }

    static void WriteHits(SearchHits hits, Utf8JsonWriter json)
    {
        json.WriteStartObject(Hits);
        foreach (var (name, ranges) in ((JsonEncodedText, int[][])[])[(Names[2], hits.Title), (Names[3], hits.Description), (Names[6], hits.Tags)])
        {
            json.WriteStartArray(name);
            foreach (var range in ranges)
            {
                json.WriteStartArray();
                json.WriteNumberValue(range[0]);
                json.WriteNumberValue(range[1]);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>PostgreSQL sends texts as the bytes that JSON is made of.</summary>
    void WriteText(NpgsqlDataReader row, int column, Utf8JsonWriter json)
    {
        if (row.IsDBNull(column))
        {
            json.WriteNull(Names[column]);
            return;
        }
        var length = (int)row.GetBytes(column, 0, null, 0, 0);
        if (length > text.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(length);
            ArrayPool<byte>.Shared.Return(text);
            text = larger;
        }
        _ = row.GetBytes(column, 0, text, 0, length);
        json.WriteString(Names[column], text.AsSpan(0, length));
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(text);
}
