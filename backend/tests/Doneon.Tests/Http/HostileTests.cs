using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit.Abstractions;

namespace Doneon.Tests.Http;

/// <summary>Thousands of requests that mean no good. DONEON_HOSTILE_SEED repeats a run, DONEON_HOSTILE_REQUESTS lengthens it.</summary>
public class HostileTests(ITestOutputHelper output)
{
    const string Canary = "canary-7f3a1c";

    [Fact]
    public async Task Nothing_that_is_sent_breaks_the_server_or_shows_what_belongs_to_others()
    {
        var seed = Number("DONEON_HOSTILE_SEED") ?? Environment.TickCount;
        var count = Number("DONEON_HOSTILE_REQUESTS") ?? 10_000;
        output.WriteLine($"seed {seed}");
        await using var host = await TestHost.Start(new() { ["FAILED_LOGINS_PER_ACCOUNT"] = "100000" });
        var victim = await host.NewPerson();
        for (var i = 0; i < 5; i++) await victim.Add(new { title = $"{Canary} {i}", description = Canary, tags = Canary });
        var victimsState = (await victim.Get(victim.Tasks)).GetRawText();
        List<Person> people = [await host.NewPerson(), await host.NewPerson(), await host.NewPerson()];
        foreach (var person in people) await host.Execute($"insert into task (user_id, title) select {person.Id}, 'Task ' || n from generate_series(1, 200) n");
        var routes = OpenApiTests.Routes(host).Where(route => route.Route is not "/openapi/v1.json").Append((Method: "GET", Route: "/")).ToList();

        var faults = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        using var done = new CancellationTokenSource();
        var awake = KeepLoggedIn(host, done.Token);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            // A password costs time on purpose: those routes get their share, no more.
            var hostility = new Hostility(seed + worker, host.Address, [.. routes.SelectMany(route => Enumerable.Repeat(route, route.Route.Contains("{user_id}", StringComparison.Ordinal) ? 8 : 1))],
                [.. people, people[0] with { Id = victim.Id }], (await victim.Get(victim.Tasks)).Ids());
            using var client = host.Client();
            client.Timeout = TimeSpan.FromSeconds(10);
            for (var i = 0; i < count / 8 && faults.IsEmpty; i++)
            {
                using var request = hostility.Next();
                if (await Fault(client, request, statuses) is { } fault) faults.Enqueue($"seed {seed}, worker {worker}, request {i}: {fault}");
            }
        }));

        await done.CancelAsync();
        await awake;
        output.WriteLine(string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}")));
        Assert.True(faults.IsEmpty, string.Join("\n\n", faults));
        Assert.True(statuses.GetValueOrDefault(401) < count / 2, "hardly any request came past the door");
        Assert.Equal(victimsState, (await victim.Get(victim.Tasks)).GetRawText());
        await host.Client().GetAsync("/health/db").Is(HttpStatusCode.OK);
        await victim.Add(new { title = "All is well" });
    }

    /// <summary>Some of the requests log out; without this, soon none would come past the door.</summary>
    static async Task KeepLoggedIn(TestHost host, CancellationToken done)
    {
        while (!done.IsCancellationRequested) await host.Execute("update session set revoked = false where revoked; select pg_sleep(0.005)");
    }

    static async Task<string?> Fault(HttpClient client, HttpRequestMessage request, ConcurrentDictionary<int, int> statuses)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
            var wrong = (int)answer.StatusCode >= 500 ? "a fault of the server"
                : Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(5) ? "slow"
                : text.Contains(Canary, StringComparison.Ordinal) || answer.Headers.ToString().Contains(Canary, StringComparison.Ordinal) ? "a leak"
                : !IsProper(answer, text, request) ? "no problem document" : null;
            return wrong is null ? null : $"{wrong}: {await Told(request)}\n{answer}\n{text}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return $"no answer ({e.Message} {e.InnerException?.Message}): {await Told(request)}";
        }
    }

    /// <summary>What the web server itself refuses as malformed has no body, and says that the connection ends.</summary>
    static bool IsProper(HttpResponseMessage answer, string text, HttpRequestMessage request) =>
        (int)answer.StatusCode < 400 || request.Method == HttpMethod.Head
        || answer.StatusCode == HttpStatusCode.NotFound && answer.Content.Headers.ContentType?.MediaType == "text/html"
        || answer.Content.Headers.ContentType?.MediaType == "application/problem+json" && text.Contains("\"request_id\"", StringComparison.Ordinal)
        || (int)answer.StatusCode is 400 or 431 && text == "" && answer.Headers.ConnectionClose == true;

    static async Task<string> Told(HttpRequestMessage request) =>
        $"{request}\n{(request.Content is null ? "" : Convert.ToBase64String(await request.Content.ReadAsByteArrayAsync()) is var body && body.Length > 2000 ? body[..2000] : body)}";

    static readonly string[] Malformed =
    [
        "", "\r\n", "\0\0\0\0", "GET", "GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /api/%zz/tasks HTTP/1.1\r\nHost: a\r\n\r\n", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n", "GET /api/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://evil.example/health HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", "GET / HTTP/1.1\r\nHost: é\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a\r\nCookie: é=\u00ff\r\nIf-None-Match: \u00ff\r\nAuthorization: Bearer \u00ff\r\n\r\n", "GET /api/1/tasks HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer é\r\nAuthorization: Bearer b\r\n\r\n",
        "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n{",
        "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nffffffffffffffff\r\n{",
        "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}", "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"a\":",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
    ];

    [Fact]
    public async Task Malformed_http_is_refused_and_harms_nobody()
    {
        var host = await TestHost.Shared;
        var random = new Random(42);
        var requests = Malformed.Concat([$"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: a\r\n\r\n", $"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('a', 40_000)}\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", 3000))}\r\n"]).ToList();
        while (requests.Count < 300) requests.Add(Broken(requests[random.Next(Malformed.Length)], random));
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (request, _) =>
        {
            var answer = await Raw(host, request);
            // To the first bytes of HTTP/2 the web server says goodbye in HTTP/2.
            Assert.True(answer == "" || request.StartsWith("PRI", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && answer[9] is '1' or '2' or '3' or '4' || answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal), $"{request}\n{answer}");
        });
        await host.Client().GetAsync("/health/db").Is(HttpStatusCode.OK);
    }

    static string Broken(string request, Random random)
    {
        var text = new StringBuilder(request);
        for (var i = random.Next(1, 6); i > 0 && text.Length > 0; i--) text[random.Next(text.Length)] = (char)random.Next(256);
        return text.ToString();
    }

    /// <summary>Sends the bytes and then nothing more; the server must answer or hang up soon.</summary>
    static async Task<string> Raw(TestHost host, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var stream = socket.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
            socket.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Hung up on, as is right.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
