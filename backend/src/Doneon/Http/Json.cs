using System.Text.Json;
using System.Text.Json.Serialization;
using Doneon.Accounts;
using Doneon.Cli;
using Doneon.Exchange;
using Doneon.Health;
using Doneon.QuickEntry;
using Doneon.Tasks;

namespace Doneon.Http;

/// <summary>Everything that Doneon writes as JSON, its code generated at build.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(List<TaskItem>))]
[JsonSerializable(typeof(NewTask))]
[JsonSerializable(typeof(TaskPatch))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(BulkChange))]
[JsonSerializable(typeof(BulkResult))]
[JsonSerializable(typeof(Summary))]
[JsonSerializable(typeof(Occurrences))]
[JsonSerializable(typeof(QuickText))]
[JsonSerializable(typeof(ParsedTask))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(Registration))]
[JsonSerializable(typeof(Login))]
[JsonSerializable(typeof(AccountPatch))]
[JsonSerializable(typeof(PasswordChange))]
[JsonSerializable(typeof(PasswordProof))]
[JsonSerializable(typeof(List<SessionItem>))]
[JsonSerializable(typeof(Alive))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(DatabaseHealth))]
[JsonSerializable(typeof(List<UserRow>))]
[JsonSerializable(typeof(WebApp.Manifest))]
public sealed partial class DoneonJson : JsonSerializerContext;
