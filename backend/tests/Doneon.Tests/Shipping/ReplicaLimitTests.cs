using System.Net;
using System.Net.Http.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Shipping;

/// <summary>As docs/deploy.md says: what each replica counts alone, and what the database counts for all.</summary>
public sealed class ReplicaLimitTests : TwoReplicas
{
    [Fact]
    public async Task An_account_holds_no_more_tasks_however_many_replicas_add_to_it()
    {
        var me = await One.NewPerson();
        using var elsewhere = Other.Client(me.Token);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var answer = await (i % 2 == 0 ? me.Client : elsewhere).PostAsJsonAsync(me.Tasks, new { title = $"{i}" });
            return answer.StatusCode;
        }));
        Assert.Equal((40, 60), (statuses.Count(status => status == HttpStatusCode.Created), statuses.Count(status => status == HttpStatusCode.Conflict)));
        Assert.Equal(40, (await me.Get(me.Tasks)).GetArrayLength());
    }

    [Fact]
    public async Task Wrong_passwords_are_counted_by_each_replica_alone()
    {
        var me = await One.NewPerson();
        foreach (var host in new[] { One, Other })
        {
            using var client = host.Client();
            Task<HttpResponseMessage> Guess() => client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = "a wrong one" });
            for (var i = 0; i < 3; i++) await Guess().IsProblem(401);
            await Guess().IsProblem(429);
        }
    }

    [Fact]
    public async Task Requests_are_counted_by_each_replica_alone()
    {
        var me = await One.NewPerson();
        for (var replica = 0; replica < 2; replica++)
        {
            await using var host = await TestHost.Start(new() { ["REQUESTS_PER_MINUTE_USER"] = "5" }, One.Server, One.Database);
            using var client = host.Client(me.Token);
            for (var i = 0; i < 5; i++) await client.GetAsync(me.Tasks).Is(HttpStatusCode.OK);
            await client.GetAsync(me.Tasks).IsProblem(429);
        }
    }
}
