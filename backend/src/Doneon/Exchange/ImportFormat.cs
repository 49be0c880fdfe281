using System.Text.Json;
using NodaTime;

namespace Doneon.Exchange;

/// <summary>A file that is brought.</summary>
/// <param name="Map">Which column of a CSV becomes what, if that was said.</param>
/// <param name="LeftOut">Takes down what Doneon has no place for.</param>
sealed record ImportFile(ReadOnlyMemory<byte> Bytes, string TimeZone, LocalDate Today, string? Map, LeftOut LeftOut);

/// <summary>A task as the file has it, told in the fields of Doneon's own JSON; or what is wrong, when it cannot even be told so.</summary>
readonly record struct ImportRow(int Line, JsonDocument? Task, string Field = "", string Error = "")
{
    /// <summary>In bytes. Of a task everything is made at once, and takes many times the memory.</summary>
    public const int LargestTask = 4 << 20;

    public static ImportRow TooLarge(int line) => new(line, null, "task", $"is larger than {LargestTask >> 20} MB.");
}

/// <summary>
/// Tells the tasks of a file one by one, so that however many there are, few are in memory. It is read twice: to find what is wrong, and to
/// bring it in.
/// </summary>
abstract class ImportFormat
{
    public static IReadOnlyDictionary<string, ImportFormat> All { get; } = new Dictionary<string, ImportFormat>
    {
        ["doneon"] = new DoneonImport(),
        ["csv"] = new CsvImport(),
        ["todoist"] = new TodoistImport(),
        ["vikunja"] = new VikunjaImport(),
        ["super_productivity"] = new SuperProductivityImport(),
        ["python"] = new PythonImport(),
    };

    public static string Names => string.Join(", ", All.Keys);

    public static string NameOf(ImportFormat format) => All.First(one => one.Value == format).Key;

    public abstract IEnumerable<ImportRow> Read(ImportFile file);

    public virtual ColumnMapping? Mapping(ImportFile file) => null;

    /// <summary>What must be said before anything is written; null when the file speaks for itself.</summary>
    public virtual string? Uncertain(ImportFile file) => null;

    /// <summary>Null when it may be one of several.</summary>
    public static ImportFormat? Detect(ReadOnlyMemory<byte> bytes)
    {
        var first = bytes.Span.TrimStart(" \t\r\n"u8);
        if (first.Length == 0) return null;
        if (first[0] is not ((byte)'{' or (byte)'[')) return All[TodoistImport.IsOne(bytes) ? "todoist" : "csv"];
        var file = JsonPart.Of(bytes);
        if (file.IsObject)
            return file["doneon"] is not null ? All["doneon"] : (file["data"] ?? file)["task"] is { IsObject: true } ? All["super_productivity"] : null;
        if (file.Elements().Select(element => (JsonPart?)element).FirstOrDefault() is not { IsObject: true } one) return null;
        if (one["user_id"] is not null && one["title"] is not null && one["completed"] is not null) return All["python"];
        return one["tasks"] is not null && one["id"] is not null || one["child_projects"] is not null || one["lists"] is not null ? All["vikunja"] : null;
    }
}

/// <summary>The file as a whole is not what it should be.</summary>
sealed class UnreadableFileException(string message, string field = "body") : Exception(message)
{
    public string Field { get; } = field;
}

/// <summary>One task of the file is not what it should be.</summary>
sealed class BadTaskException(string field, string error) : Exception(error)
{
    public string Field { get; } = field;
}
