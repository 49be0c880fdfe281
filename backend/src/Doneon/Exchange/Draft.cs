using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Doneon.Tasks;

namespace Doneon.Exchange;

/// <summary>A task of another program while it is told in Doneon's fields.</summary>
sealed class Draft(ImportFile file)
{
    /// <summary>More than any tag may have, which is refused then; of a parent it names enough.</summary>
    const int LongestName = 3000;

    readonly List<string> paragraphs = [], tags = [];
    int length;

    public string? Uid { get; set; }
    public string Title { get; set; } = "";
    public string? DueDate { get; set; }
    public string? Priority { get; set; }
    public string? RecursionPattern { get; set; }
    public string? Completed { get; set; }
    public string? CreatedAt { get; set; }
    public string? UpdatedAt { get; set; }
    public bool Adopted { get; set; }

    /// <summary>One more paragraph of the description, unless that is much too long already.</summary>
    public void Say(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || (length += text.Length) > ImportRow.LargestTask) return;
        paragraphs.Add(text.Trim('\n', '\r'));
    }

    public void Tag(string? name)
    {
        var tag = Beginning(name).Replace(',', ' ').Trim();
        if (tag != "") tags.Add(tag);
    }

    /// <summary>One project stands in many tasks, and a name as long as the file would be written once for each.</summary>
    static string Beginning(string? name) => name is not { Length: > LongestName } ? name ?? "" : name[..(LongestName - (char.IsHighSurrogate(name[LongestName - 1]) ? 1 : 0))];

    public void LeftOut(string what) => file.LeftOut.Note(what);

    /// <summary>Doneon has no sub-tasks.</summary>
    public void IsPartOf(string? title)
    {
        Say($"Part of: {Beginning(title)}");
        LeftOut("sub-tasks: each is a task of its own, whose description names the one above");
    }

    /// <summary>Made of what of it never changes.</summary>
    public void Named(string program, params ReadOnlySpan<string?> by) => Uid = Uids.Of(program, by).ToString();

    /// <summary>Other programs allow longer titles.</summary>
    public void ShortenTitle()
    {
        Title = Title.ReplaceLineEndings(" ").Trim();
        if (Title.EnumerateRunes().Count() <= TaskRules.TitleLength) return;
        paragraphs.Insert(0, Title);
        Title = string.Concat(Title.EnumerateRunes().Take(TaskRules.TitleLength - 1)) + "…";
        LeftOut("titles that are too long: the whole one begins the description");
    }

    public ImportRow ToRow(int line) => length > ImportRow.LargestTask ? ImportRow.TooLarge(line) : new(line, ToJson());

    JsonDocument ToJson()
    {
        var memory = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            Add(json, "uid", Uid);
            json.WriteString("title", Title);
            Add(json, "description", string.Join("\n\n", paragraphs));
            Add(json, "due_date", DueDate);
            Add(json, "priority", Priority);
            Add(json, "tags", string.Join(',', tags.Distinct(StringComparer.OrdinalIgnoreCase)));
            Add(json, "recursion_pattern", RecursionPattern);
            if (Completed is "true" or "false") json.WriteBoolean("completed", Completed == "true");
            else Add(json, "completed", Completed);
            Add(json, "created_at", CreatedAt);
            Add(json, "updated_at", UpdatedAt);
            if (Adopted) json.WriteBoolean(Exchange.Adopted.Name, true);
            json.WriteEndObject();
        }
        return JsonDocument.Parse(memory.WrittenMemory);
    }

    static void Add(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) json.WriteString(name, value);
    }
}

/// <summary>The name of a task that another program made: the same whenever it is brought again.</summary>
static class Uids
{
    public static Guid Of(string program, params ReadOnlySpan<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in (ReadOnlySpan<string?>)[program, .. parts])
        {
            var bytes = Encoding.UTF8.GetBytes(part ?? "");
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        // Version 8 of RFC 9562 is for names that are made in a way of one's own.
        var name = hash.GetHashAndReset();
        name[6] = (byte)(name[6] & 0x0F | 0x80);
        name[8] = (byte)(name[8] & 0x3F | 0x80);
        return new(name.AsSpan(0, 16), bigEndian: true);
    }
}

/// <summary>Where a format has no ids, the content is the name; equal ones are told apart by their order.</summary>
sealed class ContentNames(string program)
{
    readonly Dictionary<Guid, int> seen = [];

    public string Of(List<string> cells)
    {
        var content = Uids.Of(program, [.. cells]);
        var before = seen.GetValueOrDefault(content);
        seen[content] = before + 1;
        return (before == 0 ? content : Uids.Of(program, content.ToString(), before.ToString(CultureInfo.InvariantCulture))).ToString();
    }
}
