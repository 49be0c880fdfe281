using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Doneon;

/// <summary>
/// How an entry looks: JSON for programs, or text for people. Of what surrounds an entry only the request's and the trace's ids
/// are taken: the framework would add the path, which may carry what a person typed.
/// </summary>
sealed class LogLine(bool readable) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "doneon";

    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, null);
        var values = logEntry.State as IEnumerable<KeyValuePair<string, object?>>;
        var request = RequestId(scopeProvider) ?? RequestId(values);
        var failure = logEntry.Exception is { } e ? Logs.Describe(e) : null;
        if (readable) WriteText(textWriter, logEntry.LogLevel, logEntry.Category, message, request, failure);
        else WriteJson(textWriter, logEntry.LogLevel, logEntry.Category, message, request, failure, values);
    }

    static void WriteText(TextWriter to, LogLevel level, string source, string message, string? request, string? failure)
    {
        to.Write(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {Word(level),-5} {source}: {message}"));
        if (request is not null && !message.Contains(request, StringComparison.Ordinal)) to.Write($", request {request}");
        to.WriteLine();
        if (failure is not null) to.WriteLine(failure);
    }

    static void WriteJson(
        TextWriter to, LogLevel level, string source, string message, string? request, string? failure, IEnumerable<KeyValuePair<string, object?>>? values)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteString("time", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", Word(level));
            json.WriteString("source", source);
            json.WriteString("message", message);
            if (request is not null) json.WriteString("request_id", request);
            if (Activity.Current is { } activity) json.WriteString("trace_id", activity.TraceId.ToHexString());
            if (failure is not null) json.WriteString("exception", failure);
            WriteValues(json, values);
            json.WriteEndObject();
        }
        to.WriteLine(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    static void WriteValues(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>>? values)
    {
        json.WriteStartObject("values");
        foreach (var (name, value) in values ?? [])
        {
            if (name is "{OriginalFormat}" or "RequestId") continue;
            json.WritePropertyName(JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
            switch (value)
            {
                case null: json.WriteNullValue(); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                case int number: json.WriteNumberValue(number); break;
                case long number: json.WriteNumberValue(number); break;
                case double number when double.IsFinite(number): json.WriteNumberValue(Math.Round(number, 3)); break;
                default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }
        json.WriteEndObject();
    }

    static string? RequestId(IExternalScopeProvider? scopes)
    {
        string? found = null;
        scopes?.ForEachScope<object?>((scope, _) =>
        {
            found = RequestId(scope as IEnumerable<KeyValuePair<string, object?>>) ?? found;
        }, null);
        return found;
    }

    static string? RequestId(IEnumerable<KeyValuePair<string, object?>>? values)
    {
        foreach (var (name, value) in values ?? [])
            if (name == "RequestId") return value as string;
        return null;
    }

    static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
