using System.Text.Json;
using System.Text.Json.Nodes;
using Doneon.Accounts;
using Doneon.Http;

namespace Doneon.Cli;

/// <summary>Words from the command line go through the very reading that a request's body does.</summary>
static class Validated
{
    public static Registration Registration(string username, string email, string password) =>
        Read<Registration>(new() { ["username"] = username, ["email"] = email, ["password"] = password });

    static T Read<T>(JsonObject given) where T : IInput<T>
    {
        using var document = JsonDocument.Parse(given.ToJsonString());
        var fields = new Fields(document.RootElement);
        var value = T.Read(fields);
        var errors = fields.Errors().SelectMany(field => field.Value.Select(error => $"{field.Key} {error.TrimEnd('.')}")).ToList();
        return errors.Count == 0 ? value : throw new StopException(StopException.Usage, string.Join("; ", errors));
    }
}
