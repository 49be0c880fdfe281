using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Doneon.Tests.Database;
using Doneon.Tests.Http;
using Xunit.Abstractions;

namespace Doneon.Tests.Shipping;

/// <summary>What two replicas on one database agree on.</summary>
public sealed class ReplicaTests(ITestOutputHelper output) : TwoReplicas
{
    [Fact]
    public async Task Replicas_that_start_together_on_an_empty_database_are_both_ready_and_trust_each_other_s_sessions()
    {
        foreach (var (here, there) in new[] { (One, Other), (Other, One) })
        {
            var me = await here.NewPerson();
            await me.Client.GetAsync("/health/ready").Is(HttpStatusCode.OK);
            using var elsewhere = there.Client(me.Token);
            await elsewhere.PostAsJsonAsync(me.Tasks, new { title = "There" }).Is(HttpStatusCode.Created);
            Assert.Equal(["There"], (await me.Get(me.Tasks)).Texts());
        }
    }

    /// <summary>Logging out is among the tests of sessions.</summary>
    [Fact]
    public async Task What_ends_a_session_on_one_ends_it_on_the_other_with_the_next_request()
    {
        var me = await One.NewPerson();
        var (phone, tablet) = (await LogIn(Other, me, Person.Password), await LogIn(Other, me, Person.Password));
        var revoked = (await me.Get("/api/auth/sessions")).EnumerateArray().First(session => !session.GetProperty("current").GetBoolean()).Id();
        await me.Client.DeleteAsync($"/api/auth/sessions/{revoked}").Is(HttpStatusCode.NoContent);
        var alive = new List<bool>();
        foreach (var client in (HttpClient[])[phone, tablet])
        {
            using var answer = await client.GetAsync(me.Tasks);
            alive.Add(answer.IsSuccessStatusCode);
        }
        Assert.Equal([false, true], alive.Order());

        await me.Client.PostAsJsonAsync("/api/auth/password", new { current_password = Person.Password, new_password = "a new password" }).Is(HttpStatusCode.NoContent);
        foreach (var client in (HttpClient[])[phone, tablet]) await client.GetAsync(me.Tasks).IsProblem(401);
        using var anybody = Other.Client();
        await anybody.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = Person.Password }).IsProblem(401);
        await (await LogIn(Other, me, "a new password")).GetAsync(me.Tasks).Is(HttpStatusCode.OK);

        using var here = Other.Client(me.Token);
        await here.SendJson("DELETE", "/api/auth/me", """{"password":"a new password"}""").Is(HttpStatusCode.NoContent);
        await me.Client.GetAsync(me.Tasks).IsProblem(401);
    }

    [Fact]
    public async Task The_same_request_sent_to_both_at_the_same_moment_is_done_once()
    {
        var me = await One.NewPerson();
        using var elsewhere = Other.Client(me.Token);
        for (var round = 0; round < 35; round++)
        {
            var answers = await Task.WhenAll(new[] { me.Client, elsewhere }.Select(client =>
                client.SendJson("POST", me.Tasks, $$"""{"title":"Round {{round}}"}""", ("Idempotency-Key", $"round {round}"))));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
            Assert.Equal(["", "true"], answers.Select(answer => answer.Header("Idempotency-Replayed")).Order());
            Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync()))).Distinct());
        }
        Assert.Equal(Enumerable.Range(0, 35).Select(round => $"Round {round}"), (await elsewhere.GetAsync(me.Tasks + "?sort=oldest").Json()).Texts());
        var path = $"{me.Tasks}/{(await me.Get(me.Tasks))[0].Id()}";
        for (var round = 1; round <= 15; round++)
        {
            await Task.WhenAll(new[] { me.Client, elsewhere }.Select(client =>
                client.Send("PATCH", path + "/complete", null, ("Idempotency-Key", $"toggle {round}")).Is(HttpStatusCode.OK)));
            Assert.Equal(round % 2 == 1, (await me.Get(path)).GetProperty("completed").GetBoolean());
        }
    }

    [Fact]
    public async Task A_list_read_from_one_is_known_to_the_other_until_a_write_on_either()
    {
        var me = await One.NewPerson();
        using var elsewhere = Other.Client(me.Token);
        var clients = new[] { me.Client, elsewhere };
        for (var round = 0; round < 10; round++)
        {
            using var list = await clients[round % 2].GetAsync(me.Tasks);
            var known = ("If-None-Match", list.Header("ETag"));
            foreach (var client in clients) await client.Send("GET", me.Tasks, null, known).Is(HttpStatusCode.NotModified);
            await clients[round / 2 % 2].PostAsJsonAsync(me.Tasks, new { title = $"{round}" }).Is(HttpStatusCode.Created);
            var changed = await Task.WhenAll(clients.Select(client => client.Send("GET", me.Tasks, null, known)));
            Assert.All(changed, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
            Assert.Single(changed.Select(answer => answer.Header("ETag")).Append(known.Item2).Distinct().Except([known.Item2]));
        }
    }

    [Fact]
    public async Task When_a_replica_stops_in_the_middle_of_the_work_nothing_is_lost_or_done_twice()
    {
        await using var leaving = await TestHost.Start(server: One.Server, database: One.Database);
        await using var splitter = new Splitter(One.Address, leaving.Address);
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Other.NewPerson()));
        await using var traffic = new Traffic(people.Select(person => person with { Client = Through(splitter, person) }), keyed: true);
        await Task.Delay(2000);
        var (from, before) = (traffic.Now, splitter.Passed);
        await leaving.DisposeAsync();
        var stopped = traffic.Now - from;
        var atStop = splitter.Passed;
        await Task.Delay(2000);
        await traffic.End();

        output.WriteLine($"{traffic.Answers.Count} answers, {traffic.Lost} lost and asked for again; stopped in {stopped.TotalSeconds:0.00} s; "
            + $"connections {string.Join("/", before)} before, {string.Join("/", atStop)} at the stop, {string.Join("/", splitter.Passed)} in the end; "
            + $"longest answer {traffic.Answers.Max(answer => answer.Took).TotalSeconds:0.00} s");
        Assert.All(before, connections => Assert.InRange(connections, 3, int.MaxValue));
        Assert.Equal(atStop[1], splitter.Passed[1]);
        // A connection that rests may be closed in the very moment in which a request is sent on it: once for each who works.
        Assert.InRange(traffic.Lost, 0, people.Length);
        Assert.InRange(stopped, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.All(traffic.Answers, answer => Assert.True((int)answer.Status < 300, $"{answer}"));
        await traffic.IsAllKept(Other);
        Assert.Equal(0, await Other.Scalar<long>("select count(*) - count(distinct (user_id, title)) from task where user_id in ("
            + $"{string.Join(',', people.Select(person => person.Id))})"));
    }

    /// <summary>Connections are used again and again, but not for long, as those of a load balancer.</summary>
    static HttpClient Through(Splitter splitter, Person person)
    {
        var handler = new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMilliseconds(200) };
        return new(handler) { BaseAddress = splitter.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", person.Token) } };
    }
}
