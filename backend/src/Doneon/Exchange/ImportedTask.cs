using System.Text;
using System.Text.Json;
using Doneon.Http;
using Doneon.Tasks;
using NodaTime.Text;

namespace Doneon.Exchange;

/// <summary>A task that is brought, held to the rules of the API. One that was adopted before it was exported is taken as it stands.</summary>
sealed record ImportedTask(
    string Uid, string Title, string? Description, string? DueDate, Priority Priority, string? Tags, string? RecursionPattern, bool Completed,
    DateTime? CreatedAt, DateTime? UpdatedAt, DateTime? DeletedAt, string? Series, string? SeriesStart, string? Occurrence, string? Follows, string? Following, bool CatchUp)
{
    const int LongestAdopted = 100_000, LongestDueDate = 50;

    /// <summary>In bytes: what an index of PostgreSQL takes, and a little less.</summary>
    const int LongestTag = 2600;

    public static ImportedTask Read(Fields fields, string timeZone)
    {
        var isAdopted = fields.OptionalFlag(Adopted.Name) ?? false;
        return new(
            Name(fields, "uid") ?? "", isAdopted ? Kept(fields, "title", TaskRules.TitleLength, least: 1) ?? "" : fields.Line("title", TaskRules.TitleLength),
            isAdopted ? Kept(fields, "description", LongestAdopted) : TaskRules.Description(fields),
            Local(isAdopted ? Kept(fields, "due_date", LongestDueDate) : TaskRules.DueDate(fields), timeZone),
            TaskRules.Priority(fields) ?? Priority.Medium,
            isAdopted ? KeptTags(fields) : TaskRules.Tags(fields),
            isAdopted ? Kept(fields, "recursion_pattern", TaskRules.RecursionPatternLength) : TaskRules.RecursionPattern(fields),
            fields.OptionalFlag("completed") ?? false,
            Moment(fields, "created_at"), Moment(fields, "updated_at"), Moment(fields, "deleted_at"),
            Name(fields, "series"), Day(fields, "series_start"), Day(fields, "occurrence"), Name(fields, "follows"), ReadFollowing(fields),
            fields.OptionalFlag("catch_up") ?? false);
    }

    /// <summary>About as many characters as it has.</summary>
    public int Length => Title.Length + (Description?.Length ?? 0) + (Tags?.Length ?? 0) + (Following?.Length ?? 0);

    public PreviewTask Preview(int line) => new(line, Title, Description, DueDate, Priority, Tags, RecursionPattern, Completed);

    /// <summary>As the database reads it: see <see cref="ImportWriting"/>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)
            [("uid", Uid), ("title", Title), ("description", Description), ("due_date", DueDate), ("priority", Priority.ToString()), ("tags", Tags),
                ("recursion_pattern", RecursionPattern), ("series", Series), ("series_start", SeriesStart), ("occurrence", Occurrence), ("follows", Follows)])
            if (text is not null) json.WriteString(name, text);
        foreach (var (name, moment) in (ReadOnlySpan<(string, DateTime?)>)[("created_at", CreatedAt), ("updated_at", UpdatedAt), ("deleted_at", DeletedAt)])
            if (moment is { } one) json.WriteString(name, Moments.Iso(one));
        json.WriteBoolean("completed", Completed);
        json.WriteBoolean("catch_up", CatchUp);
        if (Following is not null)
        {
            json.WritePropertyName("following");
            json.WriteRawValue(Following);
        }
        json.WriteEndObject();
    }

    static string? Local(string? dueDate, string timeZone) =>
        dueDate is not null && Tasks.DueDate.TryReadMoment(dueDate, out var moment) ? moment.In(timeZone) : dueDate;

    /// <summary>Any text that the database takes.</summary>
    static string? Kept(Fields fields, string name, int most, int least = 0)
    {
        if (least == 0 && fields.Raw(name) is null) return null;
        var text = fields.Secret(name, most, least);
        if (text.Contains('\0', StringComparison.Ordinal)) fields.Wrong(name, "may not contain the character NUL.");
        return text;
    }

    static string? KeptTags(Fields fields)
    {
        var tags = Kept(fields, "tags", LongestAdopted);
        if (tags is not null && tags.Split(',').Any(tag => Encoding.UTF8.GetByteCount(tag.ToLowerInvariant()) > LongestTag))
            fields.Wrong("tags", $"may have at most {LongestTag} bytes in each tag.");
        return tags;
    }

    static string? Name(Fields fields, string name)
    {
        if (fields.OptionalLine(name, 50) is not { Length: > 0 } text) return null;
        if (Guid.TryParseExact(text, "D", out var uid)) return uid.ToString();
        fields.Wrong(name, "must be a UUID.");
        return null;
    }

    static string? Day(Fields fields, string name)
    {
        if (fields.OptionalLine(name, 50) is not { Length: > 0 } text) return null;
        if (LocalDatePattern.Iso.Parse(text) is not { Success: true, Value.Year: > 0 }) fields.Wrong(name, "must be a date, such as 2026-03-01.");
        return text;
    }

    static DateTime? Moment(Fields fields, string name)
    {
        if (fields.Raw(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && TryMoment(value, out var moment) && moment.Year is > 1 and < 9999)
            return moment.Kind == DateTimeKind.Local ? moment.ToUniversalTime() : DateTime.SpecifyKind(moment, DateTimeKind.Utc);
        fields.Wrong(name, "must be a date and time, such as 2026-03-01T08:00:00Z.");
        return null;
    }

    static bool TryMoment(JsonElement value, out DateTime moment)
    {
        try
        {
            return value.TryGetDateTime(out moment);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            moment = default;
            return false;
        }
    }

    /// <summary>What those that follow have: title and priority always something, the others perhaps nothing.</summary>
    static string? ReadFollowing(Fields fields)
    {
        if (fields.Raw("following") is not { } value) return null;
        var inner = new Fields(value, "following.");
        foreach (var (name, most) in (ReadOnlySpan<(string, int)>)[("title", TaskRules.TitleLength), ("description", LongestAdopted), ("due_date", LongestDueDate)])
            if (inner.Has(name)) _ = Kept(inner, name, most, least: name == "title" ? 1 : 0);
        _ = KeptTags(inner);
        if (inner.Has("priority")) inner.RefuseNull("priority");
        _ = TaskRules.Priority(inner);
        foreach (var error in inner.Errors().SelectMany(field => field.Value.Select(error => $"{field.Key} {error}"))) fields.Wrong("following", error);
        return value.GetRawText();
    }
}
