using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Doneon.Faults;

/// <param name="Status">None: there was no answer.</param>
/// <param name="Sent">False: nobody was there to take the request.</param>
readonly record struct Answer(HttpStatusCode? Status, string Text, bool Replayed, bool Sent)
{
    public JsonElement Read() => JsonSerializer.Deserialize<JsonElement>(Text);

    public bool IsGood => Status is { } status && (int)status < 300;

    /// <summary>The client was told so, or found nobody, or was asked to come back later.</summary>
    public bool NothingHappened => !Sent || Status is HttpStatusCode.TooManyRequests
        || Status is HttpStatusCode.ServiceUnavailable && Text.Contains("Nothing was changed", StringComparison.Ordinal);

    public bool IsUnknown => !NothingHappened && Status is null or HttpStatusCode.ServiceUnavailable;
}

/// <summary>How one client speaks to the servers, each time to any of them: it repeats what has a key until it knows, and counts what it sees.</summary>
sealed class Caller(World world, int number, Random random) : IDisposable
{
    /// <summary>The server promises an answer within 10 seconds; the rest is for its last words, and for a busy machine.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(11);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(20) };

    public string Token { get; set; } = "";

    public void Dispose() => http.Dispose();

    /// <summary>A write without a key is sent once; one with a key is repeated until it is known what became of it.</summary>
    /// <param name="logIn">For a session that has ended before its time: the key belongs to the account.</param>
    public async Task<(Outcome Outcome, Answer Answer)> Write(Figures figures, bool keyed, string method, string path, object? body, Func<Task> logIn)
    {
        var key = keyed ? Guid.NewGuid().ToString() : null;
        var mayHaveHappened = false;
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var answer = await Send(figures, method, path, body, key);
            if (answer.IsGood)
            {
                Interlocked.Increment(ref figures.Acknowledged);
                if (key is not null && random.Next(10) == 0) await Repeat(figures, method, path, body, key, answer);
                return (Outcome.Acknowledged, answer);
            }
            mayHaveHappened |= answer.IsUnknown;
            var isLoggedOut = answer.Status == HttpStatusCode.Unauthorized;
            if (isLoggedOut)
            {
                NoteLogOut(figures);
                await logIn();
            }
            if (key is not null && clock.Elapsed < Patience && (isLoggedOut || answer.IsUnknown || answer.NothingHappened)) continue;
            if (!mayHaveHappened)
            {
                Interlocked.Increment(ref figures.Refused);
                return (Outcome.Refused, answer);
            }
            Interlocked.Increment(ref figures.Unknown);
            if (key is not null) figures.Note(ref figures.UnknownWithKey, $"{method} {path} ended with {answer}");
            return (Outcome.Unknown, answer);
        }
    }

    /// <summary>Sessions end when their owners end them; or, for a server whose clock is wrong, too early.</summary>
    public void NoteLogOut(Figures figures)
    {
        if (world.Needs != Needs.FalseClock) figures.Note(ref figures.Lost, $"client {number} is no longer logged in");
    }

    /// <summary>What was acknowledged and is sent again, by a client that overlooked the answer, is answered the same.</summary>
    async Task Repeat(Figures figures, string method, string path, object? body, string key, Answer first)
    {
        var again = await Send(figures, method, path, body, key);
        if (again.IsUnknown || again.NothingHappened || again.Status == HttpStatusCode.Unauthorized) return;
        if (!again.Replayed || again.Status != first.Status || again.Text != first.Text)
            figures.Note(ref figures.Twice, $"{method} {path} was answered {first}, and when repeated {again}");
    }

    public async Task<Answer> Send(Figures figures, string method, string path, object? body, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(world.Address(random.Next(world.Replicas)), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        // HttpClient itself repeats a request without a body when its connection breaks, and would not tell us.
        if (method != "GET") request.Content = JsonContent.Create(body ?? new { });
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        Interlocked.Increment(ref figures.Requests);
        var began = Stopwatch.GetTimestamp();
        var answer = await Ask(request);
        if (Stopwatch.GetElapsedTime(began) is var time && time > Deadline) figures.Note(ref figures.Hung, $"{method} {path} took {time.TotalSeconds:0.0} s");
        var failed = answer.Status is null or >= HttpStatusCode.InternalServerError;
        if (failed && answer.Status is not (null or HttpStatusCode.ServiceUnavailable)) figures.Note(ref figures.Wrong5xx, $"{method} {path} was answered {answer}");
        // Passwords take the time that they take: of them only failures tell something.
        if (failed || path.Contains("/tasks", StringComparison.Ordinal)) figures.Served.Enqueue(new(began, Stopwatch.GetTimestamp(), !failed));
        return answer;
    }

    async Task<Answer> Ask(HttpRequestMessage request)
    {
        try
        {
            using var response = await http.SendAsync(request);
            return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Contains("Idempotency-Replayed"), Sent: true);
        }
        catch (HttpRequestException e)
        {
            return new(null, "", false, Sent: e.HttpRequestError != HttpRequestError.ConnectionError);
        }
        catch (TaskCanceledException)
        {
            // Nobody answered for 20 seconds: that counts as hung.
            return new(null, "", false, Sent: true);
        }
    }
}
