using System.Diagnostics;
using System.Net;
using Doneon.Dev;

namespace Doneon.Faults;

/// <summary>Somebody who uses Doneon as fast as it answers, one request after the other, and writes down what was acknowledged.</summary>
sealed class Client(World world, int number, int seed) : IDisposable
{
    readonly Random random = new(seed * 1000 + number);
    readonly string name = $"client{seed}x{number}";
    readonly Caller caller = new(world, number, new Random(seed * 1000 + number + 500));
    string password = "correct horse battery";
    int count;

    public Ledger Ledger { get; } = new();

    public long UserId { get; private set; }

    string Tasks => $"/api/{UserId}/tasks";

    public void Dispose() => caller.Dispose();

    public async Task Register()
    {
        var answer = await caller.Send(new(), "POST", "/api/auth/register", new { username = name, email = $"{name}@example.org", password });
        if (!answer.IsGood) throw new DevException($"{name} could not be registered: {answer}");
        (UserId, caller.Token) = (answer.Read().GetProperty("user").GetProperty("id").GetInt64(), TokenIn(answer));
    }

    public async Task Work(Figures figures, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var tasks = Ledger.Tasks.Values.Where(task => !task.IsLeftAlone).ToList();
            var dice = random.Next(1000);
            if (dice < 250 || tasks.Count == 0) await Create(figures);
            else if (dice < 700) await ChangeOne(figures, tasks[random.Next(tasks.Count)], dice);
            else if (dice < 750) await ChangeSome(figures, tasks);
            else if (dice < 990) await List(figures);
            else if (dice < 995) await ChangeSession(figures);
            else if (dice < 998) await EndAnotherSession(figures);
            else await ChangePassword(figures);
        }
    }

    async Task Create(Figures figures)
    {
        var mark = NewMark();
        var (outcome, answer) = await Write(figures, "POST", Tasks, new { title = mark, description = mark });
        Ledger.Created[mark] = outcome;
        if (outcome != Outcome.Acknowledged) return;
        var id = answer.Read().GetProperty("id").GetInt64();
        Ledger.Tasks[id] = new(id, new(mark, false, false));
    }

    Task ChangeOne(Figures figures, KnownTask task, int dice)
    {
        var title = NewMark();
        return task.Possible.First().Deleted ? Change("POST", "/restore", null, state => state with { Deleted = false })
            : dice < 430 ? Change("PATCH", "", new { title }, state => state with { Title = title })
            : dice < 620 ? Change("PATCH", "/complete", null, state => state with { Completed = !state.Completed })
            : Change("DELETE", "", null, state => state with { Deleted = true });

        async Task Change(string method, string rest, object? body, Func<State, State> change)
        {
            var (outcome, _) = await Write(figures, method, $"{Tasks}/{task.Id}{rest}", body);
            task.Note(outcome, change);
        }
    }

    /// <summary>Several tasks in one request: what it cannot be done to is left as it is.</summary>
    async Task ChangeSome(Figures figures, List<KnownTask> tasks)
    {
        var some = random.GetItems([.. tasks], 5).Distinct().ToList();
        var title = NewMark();
        var (action, changes, change) = random.Next(5) switch
        {
            0 => ("complete", default(object), (Func<State, State>)(state => state.Deleted ? state : state with { Completed = true })),
            1 => ("reopen", null, state => state.Deleted ? state : state with { Completed = false }),
            2 => ("delete", null, state => state with { Deleted = true }),
            3 => ("restore", null, state => state with { Deleted = false }),
            _ => ("change", new { title }, state => state.Deleted ? state : state with { Title = title }),
        };
        var ids = some.Select(task => task.Id);
        var (outcome, _) = await Write(figures, "POST", $"{Tasks}/bulk", changes is null ? new { action, ids } : new { action, ids, changes });
        foreach (var task in some) task.Note(outcome, change);
    }

    async Task List(Figures figures)
    {
        var answer = await caller.Send(figures, "GET", $"{Tasks}?limit=100", null);
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            caller.NoteLogOut(figures);
            await LogIn(figures);
        }
        if (!answer.IsGood) return;
        foreach (var row in answer.Read().EnumerateArray())
        {
            if (row.GetProperty("user_id").GetInt64() != UserId) Interlocked.Increment(ref figures.Strangers);
            var seen = new State(row.GetProperty("title").GetString()!, row.GetProperty("completed").GetBoolean(), false);
            // What was acknowledged is read at once, whichever replica answers.
            if (Ledger.Tasks.TryGetValue(row.GetProperty("id").GetInt64(), out var task) && !task.IsLeftAlone && !task.Possible.Contains(seen))
                figures.Note(ref figures.Lost, $"the list shows task {task.Id} as {seen}, and it should be {string.Join(" or ", task.Possible)}");
        }
    }

    /// <summary>Logs in anew and ends the session before.</summary>
    async Task ChangeSession(Figures figures)
    {
        if (await OpenSession(figures) is not { } opened) return;
        var (outcome, _) = await Write(figures, "POST", "/api/auth/logout", null);
        if (outcome == Outcome.Acknowledged) Ledger.EndedTokens.Add(caller.Token);
        caller.Token = opened;
    }

    /// <summary>Logs in somewhere else, and ends that session from here, by its id or along with all others.</summary>
    async Task EndAnotherSession(Figures figures)
    {
        if (await OpenSession(figures) is not { } other) return;
        var (mine, path) = (caller.Token, "/api/auth/sessions");
        if (random.Next(2) == 0)
        {
            caller.Token = other;
            var sessions = await caller.Send(figures, "GET", path, null);
            caller.Token = mine;
            if (!sessions.IsGood) return;
            path += "/" + sessions.Read().EnumerateArray().Single(session => session.GetProperty("current").GetBoolean()).GetProperty("id").GetInt64();
        }
        var (outcome, _) = await Write(figures, "DELETE", path, null);
        if (outcome == Outcome.Acknowledged && caller.Token == mine) Ledger.EndedTokens.Add(other);
    }

    /// <summary>With a key, for who does not know their password is locked out. All other sessions end.</summary>
    async Task ChangePassword(Figures figures)
    {
        var (fresh, other) = ($"correct horse {++count}", await OpenSession(figures));
        var (outcome, answer) = await caller.Write(figures, keyed: true, "POST", "/api/auth/password", new { current_password = password, new_password = fresh }, () => LogIn(figures, fresh));
        if (outcome == Outcome.Acknowledged) password = fresh;
        else figures.Note(ref figures.Lost, $"a password could not be changed: {answer}");
        if (outcome == Outcome.Acknowledged && other is not null && other != caller.Token) Ledger.EndedTokens.Add(other);
    }

    async Task LogIn(Figures figures, string? fresh = null)
    {
        if (await OpenSession(figures, fresh) is { } token) caller.Token = token;
    }

    /// <summary>A new session's token. The password that was acknowledged counts, or perhaps the one that is being set.</summary>
    async Task<string?> OpenSession(Figures figures, string? fresh = null)
    {
        var answer = await LogInWith(password);
        if (answer.Status == HttpStatusCode.Unauthorized && fresh is not null) answer = await LogInWith(fresh);
        if (answer.Status == HttpStatusCode.Unauthorized) figures.Note(ref figures.Lost, $"{name} cannot log in with the password that was acknowledged");
        return answer.IsGood ? TokenIn(answer) : null;

        Task<Answer> LogInWith(string word) => caller.Send(figures, "POST", "/api/auth/login", new { username = name, password = word });
    }

    public Task<bool> IsLoggedIn() => IsAlive(caller.Token);

    /// <summary>Whether this token is still good for anything.</summary>
    public async Task<bool> IsAlive(string token)
    {
        var mine = caller.Token;
        caller.Token = token;
        var answer = await caller.Send(new(), "GET", "/api/auth/me", null);
        for (var patience = Stopwatch.StartNew(); answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Unauthorized); await Task.Delay(100))
        {
            if (patience.Elapsed > TimeSpan.FromSeconds(30)) throw new DevException($"Nobody tells whether a session lives: {answer}");
            answer = await caller.Send(new(), "GET", "/api/auth/me", null);
        }
        caller.Token = mine;
        return answer.Status == HttpStatusCode.OK;
    }

    /// <summary>Two of three writes have a key.</summary>
    Task<(Outcome Outcome, Answer Answer)> Write(Figures figures, string method, string path, object? body) =>
        caller.Write(figures, random.Next(3) > 0, method, path, body, () => LogIn(figures));

    string NewMark() => $"{name}-{++count}";

    static string TokenIn(Answer answer) => answer.Read().GetProperty("access_token").GetString()!;
}
