using System.Text.Json.Serialization;
using Doneon.Database;
using Doneon.Http;

namespace Doneon.Tasks;

/// <summary>What changes in many tasks at once: a merge patch, and tags that come or go beside those that each task has.</summary>
public sealed record BulkPatch : TaskPatch, IInput<BulkPatch>
{
    string[] added = [], removed = [];

    BulkPatch(TaskPatch patch) : base(patch) { }

    /// <summary>Separated by commas; added to each task after its own tags, of which it may then have 20. Not together with tags.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AddTags => Joined(added);

    /// <summary>Separated by commas, in any case; taken from each task before others are added. Not together with tags.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RemoveTags => Joined(removed);

    public static new BulkPatch Read(Fields fields)
    {
        foreach (var name in (ReadOnlySpan<string>)["add_tags", "remove_tags"])
        {
            fields.RefuseNull(name);
            if (fields.Has("tags") && fields.Has(name)) fields.Wrong(name, "does not go together with tags.");
        }
        return new(TaskPatch.Read(fields))
        {
            added = TaskRules.TagList(fields, "add_tags") ?? [],
            removed = TaskRules.TagList(fields, "remove_tags") ?? [],
        };
    }

    internal override Sql Assignments(Scope scope) =>
        IsTagging ? Assignments(scope, $"array_to_string({Tagged}, ',')", [.. Given, "tags"]) : base.Assignments(scope);

    /// <summary>True of a task that would have too many tags. One that was adopted with more may lose some.</summary>
    internal Sql Overfills =>
        IsTagging ? $"cardinality({Tagged}) > greatest({TaskRules.MostTags}, cardinality(tag_list))" : Sql.Text("false");

    bool IsTagging => added.Length + removed.Length > 0;

    /// <summary>A task's tags as they will be, null when there are none; of a tag in several spellings the first is kept.</summary>
    Sql Tagged => $"""
        (select array_agg(tag order by added, place) from (
            select distinct on (lower(tag)) tag, added, place from (
                select tag, false, place from regexp_split_to_table(btrim(tags), '\s*,\s*') with ordinality had (tag, place)
                where tag <> '' and lower(tag) not in (select lower(tag) from unnest({removed}) tag)
                union all
                select tag, true, place from unnest({added}) with ordinality new (tag, place)
            ) spelling (tag, added, place) order by lower(tag), added, place
        ) kept)
        """;

    static string? Joined(string[] tags) => tags.Length == 0 ? null : string.Join(',', tags);
}
