using System.Text.Json;
using System.Text.Json.Nodes;
using Doneon.Accounts;
using Doneon.Http;
using Doneon.QuickEntry;
using Doneon.Tasks;

namespace Doneon.Cli;

/// <summary>Words from the command line go through the very reading that a request's body does.</summary>
static class Validated
{
    public static Registration Registration(string username, string email, string password) =>
        Read<Registration>(new() { ["username"] = username, ["email"] = email, ["password"] = password });

    public static string Line(string text) => Read<QuickText>(new() { ["text"] = text }, _ => "LINE").Text;

    public static NewTask Task(ParsedTask said) => Read<NewTask>(new()
    {
        ["title"] = said.Title,
        ["due_date"] = said.DueDate,
        ["priority"] = said.Priority?.ToString(),
        ["tags"] = said.Tags,
        ["recursion_pattern"] = said.RecursionPattern,
    });

    static T Read<T>(JsonObject given, Func<string, string>? called = null) where T : IInput<T>
    {
        using var document = JsonDocument.Parse(given.ToJsonString());
        var fields = new Fields(document.RootElement);
        var value = T.Read(fields);
        var errors = fields.Errors();
        return errors.Count == 0 ? value : throw Mistake(errors, called ?? (field => field));
    }

    public static StopException Mistake(IDictionary<string, string[]> errors, Func<string, string> called) => new(
        StopException.Usage, string.Join("; ", errors.SelectMany(field => field.Value.Select(error => $"{called(field.Key)} {error.TrimEnd('.')}"))));
}
