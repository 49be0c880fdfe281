using System.Net;
using System.Net.Http.Json;
using Doneon.Database;
using Doneon.Http;
using Doneon.Tests.Database;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Doneon.Tests.Http;

public sealed class TurnsTests : IAsyncLifetime
{
    TestHost host = null!;
    Person person = null!;
    Turns turns = null!;
    readonly List<Work> all = [];

    public async Task InitializeAsync()
    {
        // One connection: two turns.
        host = await TestHost.Start(new() { ["POOL_SIZE"] = "1" });
        person = await host.NewPerson();
        turns = host.Services.GetRequiredService<Turns>();
    }

    public Task DisposeAsync()
    {
        foreach (var one in all) one.Dispose();
        return host.DisposeAsync().AsTask();
    }

    Work Comes(double seconds = 60)
    {
        var work = new Work(this, seconds);
        all.Add(work);
        return work;
    }

    /// <summary>A request, worked on from its turn until it is let go.</summary>
    sealed class Work : IDisposable
    {
        readonly TaskCompletionSource<object?> done = new();
        readonly CancellationTokenSource gone = new();

        public Work(TurnsTests test, double seconds)
        {
            var me = test.host.Me(test.person);
            me.Deadline = Deadline.In(TimeSpan.FromSeconds(seconds));
            var http = new DefaultHttpContext { RequestAborted = gone.Token };
            http.Features.Set(me);
            Answer = test.turns.Take(EndpointFilterInvocationContext.Create(http), _ =>
            {
                HasTurn = true;
                return new(done.Task);
            }).AsTask();
        }

        public bool HasTurn { get; private set; }
        public Task<object?> Answer { get; }

        public void LetGo() => done.SetResult("done");
        public void Leave() => gone.Cancel();
        public void Fail() => done.SetException(new InvalidOperationException());
        public void Dispose() => gone.Dispose();
    }

    [Fact]
    public async Task Whoever_comes_first_has_the_first_turn()
    {
        Work[] line = [.. Enumerable.Range(0, 7).Select(_ => Comes())];
        for (var at = 0; at < line.Length; at++)
        {
            var reached = Math.Min(at + 2, line.Length);
            await Soon.Is(() => line[reached - 1].HasTurn, $"the turn of {reached - 1}");
            Assert.Equal(Enumerable.Range(0, line.Length).Select(place => place < reached), line.Select(one => one.HasTurn));
            line[at].LetGo();
            Assert.Equal("done", await line[at].Answer);
        }
    }

    [Fact]
    public async Task Whoever_fails_leaves_or_waits_too_long_costs_nobody_a_turn()
    {
        var (first, second) = (Comes(), Comes());
        var (late, leaving, last, one, more) = (Comes(seconds: 0.2), Comes(), Comes(), Comes(), Comes());
        Assert.IsType<Unavailable>(await late.Answer);
        leaving.Leave();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.Answer);
        first.Fail();
        await Assert.ThrowsAsync<InvalidOperationException>(() => first.Answer);
        await Soon.Is(() => last.HasTurn, "the turn of whoever stayed");
        second.LetGo();
        await Soon.Is(() => one.HasTurn, "the other turn");
        Assert.False(late.HasTurn || leaving.HasTurn || more.HasTurn);
    }

    [Theory]
    [InlineData("/api/auth/me"), InlineData("/api/auth/sessions"), InlineData("/api/{0}/tasks"), InlineData("/api/{0}/tasks/summary")]
    public async Task Whatever_asks_the_database_only_takes_turns(string path)
    {
        Work[] line = [Comes(), Comes()];
        var answer = person.Client.GetAsync(string.Format(path, person.Id));
        await Task.Delay(300);
        Assert.False(answer.IsCompleted);
        line[0].LetGo();
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    [Fact]
    public async Task Who_waits_for_the_hashing_lane_has_no_turn_meanwhile()
    {
        Work[] line = [Comes(), Comes()];
        using var answer = await person.Client.PostAsJsonAsync("/api/auth/password", new { current_password = "not this one", new_password = "another one" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.All(line, one => Assert.False(one.Answer.IsCompleted));
    }

    [Fact]
    public async Task While_the_database_is_away_nobody_waits_in_line()
    {
        var line = (Comes(), Comes());
        host.Services.GetRequiredService<Connections>().Failed();
        Assert.True(Comes().HasTurn);
        line.Item1.LetGo();
        await line.Item1.Answer;
    }
}
