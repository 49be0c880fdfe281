using System.Collections.Concurrent;

namespace Doneon.BrowserTests;

/// <summary>Notes what goes wrong in a browser without being seen: errors, requests to others, failures of the server.</summary>
sealed class Watch
{
    readonly ConcurrentQueue<string> found = [];
    readonly ConcurrentBag<string> expected = [];

    public Watch(IBrowserContext context, string address)
    {
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") found.Enqueue($"console: {message.Text} ({message.Location})");
        };
        context.WebError += (_, error) => found.Enqueue($"page: {error.Error}");
        context.Request += (_, request) =>
        {
            if (!IsOurs(request.Url, address)) found.Enqueue($"request to another place: {request.Url}");
        };
        context.Response += (_, response) =>
        {
            if (response.Status >= 500) found.Enqueue($"answer: {response.Status} of {response.Url}");
        };
    }

    public void Expect(string message) => expected.Add(message);

    public void Verify()
    {
        var surprises = found.Where(message => !expected.Any(part => message.Contains(part, StringComparison.Ordinal))).ToList();
        Assert.True(surprises.Count == 0, string.Join('\n', surprises));
    }

    static bool IsOurs(string url, string address) =>
        url.StartsWith(address + "/", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal)
        || url.StartsWith("blob:", StringComparison.Ordinal);
}
