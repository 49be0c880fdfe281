using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Doneon.Tests.Database;
using Doneon.Tests.Http;
using Xunit.Abstractions;

namespace Doneon.Tests;

/// <summary>What a request may cost, counted and not timed: round trips to the database, and memory.</summary>
[Collection(nameof(Alone))]
public class CostTests(ITestOutputHelper output)
{
    const int Times = 500;

    [Fact]
    public async Task A_request_is_one_round_trip()
    {
        await using var line = await Line.To(await TestHost.SharedCluster);
        await using var host = await TestHost.Start(database: line.Database, settings: new() { ["DATABASE_URL"] = line.Url });
        var me = await host.NewPerson();
        var id = (await me.Add(new { title = "One" })).GetProperty("id").GetInt64();
        var task = $"{me.Tasks}/{id}";
        (string Method, string Path, string? Body)[] requests =
        [
            ("GET", me.Tasks, null), ("GET", me.Tasks + "?limit=1&sort=title", null), ("GET", me.Tasks + "?q=one&tag=home", null), ("GET", me.Tasks + "?deleted=true", null),
            ("GET", me.Tasks + "/summary", null), ("GET", task, null), ("GET", "/api/auth/me", null), ("GET", "/api/auth/sessions", null),
            ("POST", me.Tasks + "/parse", """{"text":"Two tomorrow"}"""),
            ("POST", me.Tasks, """{"title":"Two"}"""), ("PUT", task, """{"title":"Three"}"""), ("PATCH", task, """{"title":"Four"}"""),
            ("PATCH", task + "/complete", null), ("DELETE", task, null), ("POST", task + "/restore", null),
            ("POST", me.Tasks + "/bulk", $$$"""{"action":"change","ids":[{{{id}}}],"changes":{"priority":"High"}}"""),
        ];
        foreach (var (method, path, body) in requests)
            foreach (var isKeyed in method == "GET" ? (bool[])[false] : [false, true])
            {
                // A connection that has rested is asked first, and a statement is prepared at its second use: the least of a few is what it costs.
                var least = int.MaxValue;
                for (var i = 0; i < 5; i++)
                {
                    var before = line.RoundTrips;
                    (string, string)[] headers = isKeyed ? [("Idempotency-Key", $"{Guid.NewGuid()}")] : [];
                    using var answer = body is null ? await me.Client.Send(method, path, null, headers) : await me.Client.SendJson(method, path, body, headers);
                    Assert.True(answer.IsSuccessStatusCode || method is "DELETE" or "POST" && answer.StatusCode == HttpStatusCode.NotFound, $"{method} {path}: {answer.StatusCode}");
                    least = Math.Min(least, line.RoundTrips - before);
                }
                Assert.True(least == 1, $"{method} {path}: {least} round trips");
            }
    }

    /// <summary>What was counted when this was written, in a Release build as the test command makes it, and a third more.</summary>
    [Theory]
    [InlineData("a list that has not changed", "?limit=50", 13_000)]
    [InlineData("a list that is asked for the first time", "?limit=50&due_before={date}", 20_000)]
    [InlineData("a task", "/{id}", 9_500)]
    public async Task A_request_takes_no_more_memory_than_its_budget(string what, string path, int budget)
    {
        await using var host = await TestHost.Start();
        var me = await host.NewPerson();
        for (var i = 0; i < 60; i++) await me.Add(new { title = $"Task {i} of those in the list", description = "What there is to know about it", tags = "home,money", due_date = "2026-12-01" });
        var id = await host.Scalar<long>("select min(id) from task");
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync("localhost", host.Address.Port);
        var (answer, length, least) = (new byte[64 * 1024], 0, long.MaxValue);
        for (var round = 0; round < 5; round++)
        {
            var requests = Enumerable.Range(0, Times).Select(number => Request(me, path, id, new DateOnly(3000, 1, 1).AddDays(round * Times + number))).ToList();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            foreach (var request in requests) length = Ask(client, request, answer);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Times);
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {least:N0} bytes of memory for {length:N0} of answer"));
        Assert.True(least <= budget, $"{what} took {least} bytes, its budget is {budget}");
    }

    static byte[] Request(Person me, string path, long id, DateOnly date)
    {
        var place = path.Replace("{id}", $"{id}", StringComparison.Ordinal).Replace("{date}", $"{date:yyyy-MM-dd}", StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes($"GET {me.Tasks}{place} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {me.Token}\r\n\r\n");
    }

    /// <summary>One request and its whole answer, without any memory of its own. Gives back how long the answer was.</summary>
    internal static int Ask(Socket client, byte[] request, byte[] answer)
    {
        client.Send(request);
        var (received, end) = (0, int.MaxValue);
        while (received < end)
        {
            var length = client.Receive(answer, received, answer.Length - received, SocketFlags.None);
            Assert.NotEqual(0, length);
            received += length;
            var head = answer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            var field = answer.AsSpan(0, head)[(answer.AsSpan(0, head).IndexOf("Content-Length: "u8) + 16)..];
            var digits = field.IndexOf("\r\n"u8);
            end = head + 4 + int.Parse(digits < 0 ? field : field[..digits], CultureInfo.InvariantCulture);
        }
        Assert.True(answer.AsSpan().StartsWith("HTTP/1.1 200 "u8));
        return received;
    }
}
