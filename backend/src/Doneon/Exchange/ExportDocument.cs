using System.Text.Json;
using System.Text.Json.Serialization;
using Doneon.Tasks;

namespace Doneon.Exchange;

/// <summary>An export as JSON; an import takes it back.</summary>
/// <param name="Doneon">The version of this form: 1.</param>
/// <param name="Count">How many tasks there are: the end of the file, so that a part is not taken for the whole.</param>
public sealed record ExportDocument(int Doneon, DateTime ExportedAt, ExportedUser User, List<ExportedTask> Tasks, long Count);

/// <summary>Whose they are. An import does not read it.</summary>
public sealed record ExportedUser(string Username, string Email, string TimeZone, DateTime CreatedAt);

/// <summary>A task as it is kept, without its id. What is empty is left out.</summary>
/// <param name="Uid">The name by which an import knows whether the task is there already.</param>
/// <param name="Series">Of what repeats: the uid of the first of its series.</param>
/// <param name="SeriesStart">The date from which its rule counts.</param>
/// <param name="Occurrence">The date of the rule for which it is.</param>
/// <param name="Follows">The uid of the task that was completed when this one was made.</param>
/// <param name="Following">The fields that were changed in this one alone, as those that follow have them.</param>
/// <param name="Adopted">It came from another program's database and is as no request could make it: it is taken as it stands.</param>
public sealed record ExportedTask(
    Guid Uid, string Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DueDate,
    Priority Priority,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tags,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RecursionPattern,
    bool Completed, DateTime CreatedAt, DateTime UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? DeletedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Series,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SeriesStart,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Occurrence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Follows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Following,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool CatchUp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Adopted);
