using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Database;

/// <summary>
/// People at work, one request of each after the other. What an acknowledged write did is noted, and each list they read, and the
/// database in the end, must hold exactly that.
/// </summary>
sealed class Traffic : IAsyncDisposable
{
    public sealed record Answer(string Asked, TimeSpan At, TimeSpan Took, HttpStatusCode Status, bool MayBeTriedAgain);

    sealed record Item(string Title, bool Completed);

    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly CancellationTokenSource over = new();
    readonly ConcurrentQueue<Answer> answers = new();
    readonly Dictionary<Person, Dictionary<long, Item>> kept = [];
    readonly bool keyed;
    readonly List<Task> work;
    int lost;

    /// <param name="keyed">Each write has a key, and is sent until its answer is known.</param>
    public Traffic(IEnumerable<Person> people, bool keyed = false)
    {
        this.keyed = keyed;
        foreach (var person in people) kept[person] = [];
        work = [.. kept.Select(pair => Task.Run(() => Work(pair.Key, pair.Value)))];
    }

    public TimeSpan Now => clock.Elapsed;

    /// <summary>Answers that never came: the connection ended first.</summary>
    public int Lost => lost;

    public IReadOnlyList<Answer> Answers => [.. answers];

    /// <summary>Those to requests that somebody was waiting for at some moment of that time.</summary>
    public IReadOnlyList<Answer> Within(TimeSpan from, TimeSpan to) => [.. answers.Where(answer => answer.At < to && answer.At + answer.Took > from)];

    public async Task End()
    {
        await over.CancelAsync();
        await Task.WhenAll(work);
    }

    /// <summary>Every acknowledged write is in the database once, and nothing else is.</summary>
    public async Task IsAllKept(TestHost host)
    {
        foreach (var (person, tasks) in kept)
        {
            var rows = await host.Scalar<string>($"""
                select coalesce(string_agg(concat_ws('|', id, title, completed::text), E'\n' order by id), '')
                from task where user_id = {person.Id} and deleted_at is null
                """);
            Assert.Equal(string.Join('\n', tasks.OrderBy(task => task.Key).Select(task => $"{task.Key}|{task.Value.Title}|{(task.Value.Completed ? "true" : "false")}")), rows);
        }
    }

    async Task Work(Person person, Dictionary<long, Item> tasks)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var id = tasks.Count == 0 ? 0 : tasks.Keys.ElementAt(i % tasks.Count);
            var path = $"{person.Tasks}/{id}";
            var title = $"{person.Name} {i}";
            if (tasks.Count < 3 || i % 6 == 0)
            {
                if (await Send(person, "POST", person.Tasks, $$"""{"title":"{{title}}","tags":"a, b"}""") is { } made) tasks.Add(made.Id(), new(title, false));
            }
            else if (i % 6 == 1)
            {
                if (await Send(person, "PATCH", path, $$"""{"title":"{{title}}"}""") is not null) tasks[id] = tasks[id] with { Title = title };
            }
            else if (i % 6 == 2)
            {
                if (await Send(person, "PATCH", path + "/complete") is not null) tasks[id] = tasks[id] with { Completed = !tasks[id].Completed };
            }
            else if (i % 6 == 3 && tasks.Count > 20)
            {
                if (await Send(person, "DELETE", path) is not null) tasks.Remove(id);
            }
            else if (await Send(person, "GET", i % 2 == 0 ? person.Tasks : person.Tasks + "?sort=title&q=" + person.Name) is { } list)
                Assert.Equal(tasks.Keys.Order(), list.Ids().Order());
            await Task.Delay(Random.Shared.Next(5, 30));
        }
    }

    /// <summary>Null when the server refused.</summary>
    async Task<JsonElement?> Send(Person person, string method, string path, string? json = null)
    {
        (string, string)[] headers = keyed ? [("Idempotency-Key", Guid.NewGuid().ToString())] : [];
        var began = clock.Elapsed;
        while (true)
        {
            var at = clock.Elapsed;
            try
            {
                using var answer = await (json is null ? person.Client.Send(method, path, null, headers) : person.Client.SendJson(method, path, json, headers));
                var text = await answer.Content.ReadAsStringAsync();
                answers.Enqueue(new($"{method} {path}", at, clock.Elapsed - at, answer.StatusCode, answer.Headers.RetryAfter is not null));
                if (answer.IsSuccessStatusCode) return text == "" ? default(JsonElement) : JsonSerializer.Deserialize<JsonElement>(text);
                if (!keyed) return null;
                Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{method} {path}: {answer.StatusCode}: {text}");
            }
            catch (HttpRequestException) when (keyed)
            {
                Interlocked.Increment(ref lost);
            }
            Assert.True(clock.Elapsed - began < TimeSpan.FromSeconds(30), $"{method} {path} got no answer");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        over.Dispose();
    }
}
