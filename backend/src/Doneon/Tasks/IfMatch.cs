using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Doneon.Tasks;

/// <summary>"Write only if the task is still one of these": the entity tags of an If-Match header, as change counters.</summary>
public sealed record IfMatch(bool Any, long[] Changes)
{
    public static IfMatch? Of(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0) return null;
        var tags = Tags(header);
        // A weak tag, or one that Doneon never gave out, matches nothing.
        return new(tags.Contains("*"), [.. tags.Select(Change).OfType<long>()]);
    }

    /// <summary>Whether an If-None-Match header names the tag; for this the weak mark does not count.</summary>
    public static bool Matches(StringValues header, string etag) =>
        !StringValues.IsNullOrEmpty(header) && Tags(header).Any(tag => tag == "*" || tag == etag || tag == "W/" + etag);

    static string[] Tags(StringValues header) =>
        header.ToString().Split(',', 100, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static long? Change(string tag) =>
        tag.Length > 2 && tag[0] == '"' && tag[^1] == '"'
        && long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var change) ? change : null;
}
