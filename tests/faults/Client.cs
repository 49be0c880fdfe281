using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Doneon.Faults;

/// <summary>Somebody who uses Doneon as fast as it answers, one request after the other, and writes down what was acknowledged.</summary>
sealed class Client(World world, int number, int seed, Sabotage sabotage) : IDisposable
{
    const string Password = "correct horse battery";

    /// <summary>The server promises an answer within 10 seconds; one more is for its last words, and for a busy machine.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(12);

    readonly Random random = new(seed * 1000 + number);
    readonly string name = $"client{seed}x{number}";
    readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(20) };
    long userId;
    string token = "";
    int count;

    public Ledger Ledger { get; } = new();

    public long UserId => userId;

    /// <summary>When requests that were not answered well had begun and ended, by the clock of <see cref="Stopwatch"/>.</summary>
    public List<(long Began, long Ended)> Failures { get; } = [];

    public void Dispose() => http.Dispose();

    public async Task Register()
    {
        using var answer = await http.PostAsJsonAsync(new Uri(world.Address(0), "/api/auth/register"), new { username = name, email = $"{name}@example.org", password = Password });
        answer.EnsureSuccessStatusCode();
        var signedIn = await answer.Content.ReadFromJsonAsync<JsonElement>();
        (userId, token) = (signedIn.GetProperty("user").GetProperty("id").GetInt64(), signedIn.GetProperty("access_token").GetString()!);
    }

    public async Task Work(Figures figures, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var tasks = Ledger.Tasks.Values.Where(task => !task.IsLeftAlone).ToList();
            var dice = random.Next(100);
            if (dice < 25 || tasks.Count == 0) await Create(figures);
            else if (dice < 75)
            {
                var task = tasks[random.Next(tasks.Count)];
                if (task.Possible.First().Deleted) await Change(figures, task, "POST", "/restore", null, state => state with { Deleted = false });
                else if (dice < 45) await Rename(figures, task);
                else if (dice < 66) await Change(figures, task, "PATCH", "/complete", null, state => state with { Completed = !state.Completed });
                else await Change(figures, task, "DELETE", "", null, state => state with { Deleted = true });
            }
            else if (dice < 98) await List(figures);
            else await ChangeSession(figures);
        }
    }

    async Task Create(Figures figures)
    {
        var mark = $"{name}-{++count}";
        var (outcome, answer) = await Write(figures, "POST", "/tasks", new { title = mark, description = mark });
        Ledger.Created[mark] = outcome;
        if (outcome != Outcome.Acknowledged) return;
        var id = answer.GetProperty("id").GetInt64();
        Ledger.Tasks[id] = new(id, new(mark, false, false));
    }

    Task Rename(Figures figures, KnownTask task)
    {
        var title = $"{name}-{++count}";
        return Change(figures, task, "PATCH", "", new { title }, state => state with { Title = title });
    }

    async Task Change(Figures figures, KnownTask task, string method, string rest, object? body, Func<State, State> change)
    {
        var (outcome, _) = await Write(figures, method, $"/tasks/{task.Id}{rest}", body);
        if (outcome == Outcome.Acknowledged) task.Acknowledged(change);
        if (outcome == Outcome.Unknown) task.Unknown(change);
    }

    async Task List(Figures figures)
    {
        var (status, answer, _) = await Send(figures, "GET", "/tasks?limit=100", null, null);
        if (status != HttpStatusCode.OK) return;
        foreach (var row in answer.EnumerateArray())
        {
            if (row.GetProperty("user_id").GetInt64() != userId) Interlocked.Increment(ref figures.Strangers);
            var seen = new State(row.GetProperty("title").GetString()!, row.GetProperty("completed").GetBoolean(), false);
            // What was acknowledged is read at once, whichever replica answers.
            if (Ledger.Tasks.TryGetValue(row.GetProperty("id").GetInt64(), out var task) && !task.IsLeftAlone && !task.Possible.Contains(seen))
                figures.Note(ref figures.Lost, $"the list shows task {task.Id} as {seen}, and it should be {string.Join(" or ", task.Possible)}");
        }
    }

    /// <summary>Logs in anew and ends the session before.</summary>
    async Task ChangeSession(Figures figures)
    {
        var (status, answer, _) = await Send(figures, "POST", "/auth/login", new { username = name, password = Password }, null);
        if (status != HttpStatusCode.OK) return;
        var (outcome, _) = await Write(figures, "POST", "/auth/logout", null);
        if (outcome == Outcome.Acknowledged) Ledger.EndedTokens.Add(token);
        token = answer.GetProperty("access_token").GetString()!;
    }

    /// <summary>Whether this token is still good for anything.</summary>
    public async Task<bool> IsAlive(string ended)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Address(random.Next(world.Replicas)), "/api/auth/me"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ended);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode != HttpStatusCode.Unauthorized;
    }

    /// <summary>Two of three writes have a key, and are repeated until their outcome is known.</summary>
    async Task<(Outcome, JsonElement)> Write(Figures figures, string method, string path, object? body)
    {
        var key = random.Next(3) > 0 ? Guid.NewGuid().ToString() : null;
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var (status, answer, sent) = await Send(figures, method, path, body, sabotage == Sabotage.NoKeys ? null : key);
            if (status is { } told && (int)told < 300)
            {
                Interlocked.Increment(ref figures.Acknowledged);
                return (Outcome.Acknowledged, answer);
            }
            var nothingHappened = !sent || status == HttpStatusCode.ServiceUnavailable
                && answer.GetProperty("detail").GetString()!.Contains("Nothing was changed", StringComparison.Ordinal);
            var isUnknown = !nothingHappened && status is null or HttpStatusCode.ServiceUnavailable;
            if (key is not null && clock.Elapsed < TimeSpan.FromSeconds(40) && (isUnknown || nothingHappened)) continue;
            if (!isUnknown)
            {
                Interlocked.Increment(ref figures.Refused);
                return (Outcome.Refused, answer);
            }
            Interlocked.Increment(ref figures.Unknown);
            if (key is not null) Interlocked.Increment(ref figures.UnknownWithKey);
            return (Outcome.Unknown, answer);
        }
    }

    /// <summary>No status: there was no answer. Not sent: nobody was there to take it.</summary>
    async Task<(HttpStatusCode? Status, JsonElement Answer, bool Sent)> Send(Figures figures, string method, string path, object? body, string? key)
    {
        path = path.StartsWith("/auth", StringComparison.Ordinal) ? "/api" + path : $"/api/{userId}{path}";
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(world.Address(random.Next(world.Replicas)), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // HttpClient itself repeats a request without a body when its connection breaks, and would not tell us.
        if (method != "GET") request.Content = JsonContent.Create(body ?? new { });
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        Interlocked.Increment(ref figures.Requests);
        var began = Stopwatch.GetTimestamp();
        var (status, answer, sent) = (default(HttpStatusCode?), default(JsonElement), true);
        try
        {
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            status = response.StatusCode;
            if (text != "") answer = JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (HttpRequestException e)
        {
            sent = e.HttpRequestError != HttpRequestError.ConnectionError;
        }
        catch (TaskCanceledException)
        {
            // Nobody answered for 20 seconds: counted below.
        }
        if (Stopwatch.GetElapsedTime(began) is var time && time > Deadline) figures.Note(ref figures.Hung, $"{method} {path} took {time.TotalSeconds:0.0} s");
        if (status is { } code && (int)code >= 500 && code != HttpStatusCode.ServiceUnavailable) figures.Note(ref figures.Wrong5xx, $"{method} {path} was answered {answer}");
        if (status is null or >= HttpStatusCode.InternalServerError)
            lock (Failures) Failures.Add((began, Stopwatch.GetTimestamp()));
        return (status, answer, sent);
    }
}
