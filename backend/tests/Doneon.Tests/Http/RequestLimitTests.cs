using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doneon.Tests.Http;

public class RequestLimitTests
{
    [Fact]
    public async Task One_account_has_so_many_requests_a_minute_whatever_they_ask()
    {
        await using var host = await TestHost.Start(new() { ["REQUESTS_PER_MINUTE_USER"] = "5" });
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        foreach (var path in (string[])[me.Tasks, $"{me.Tasks}/0", "/api/0/tasks", "/api/auth/me", me.Tasks + "?x=1"]) (await me.Client.GetAsync(path)).Dispose();
        await me.Client.GetAsync(me.Tasks).IsProblem(429);
        await me.Client.PostAsJsonAsync(me.Tasks, new { title = "a" }).IsProblem(429);
        await other.Client.GetAsync(other.Tasks).Is(HttpStatusCode.OK);
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from task"));
    }

    [Fact]
    public async Task One_address_has_so_many_requests_a_minute_and_health_stays_open()
    {
        await using var host = await TestHost.Start(new() { ["REQUESTS_PER_MINUTE_ADDRESS"] = "4" });
        using var client = host.Client();
        for (var i = 0; i < 4; i++) await client.GetAsync("/api/auth/me").IsProblem(401);
        // Who says to come from elsewhere is not believed without a trusted proxy.
        await client.Send("GET", "/api/auth/me", null, ("X-Forwarded-For", "203.0.113.7")).IsProblem(429);
        await client.GetAsync("/api/unknown").IsProblem(429);
        await client.GetAsync("/health").Is(HttpStatusCode.OK);
        await client.GetAsync("/health/ready").Is(HttpStatusCode.OK);
        // What costs more than a probe counts, too.
        await client.GetAsync("/health/db").IsProblem(429);
        await client.GetAsync("/openapi/v1.json").IsProblem(429);
    }

    [Fact]
    public async Task A_token_whose_session_has_ended_uses_nothing_of_the_owner_s_allowance()
    {
        await using var host = await TestHost.Start(new() { ["REQUESTS_PER_MINUTE_USER"] = "5" });
        var me = await host.NewPerson();
        using var login = await me.Client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = Person.Password });
        using var again = host.Client((await login.Content.ReadFromJsonAsync<JsonElement>()).Text("access_token"));
        await me.Client.PostAsync("/api/auth/logout", null).Is(HttpStatusCode.NoContent);
        for (var i = 0; i < 20; i++) await me.Client.GetAsync(me.Tasks).IsProblem(401);
        await again.GetAsync(me.Tasks).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_person_s_waiting_requests_leave_connections_for_the_others()
    {
        await using var host = await TestHost.Start();
        var (me, other) = (await host.NewPerson(), await host.NewPerson());
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        await using var connection = await source.OpenConnectionAsync();
        await using var holder = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"select 1 from \"user\" where id = {me.Id} for update", connection)) await hold.ExecuteNonQueryAsync();
        var writes = Enumerable.Range(0, 40).Select(i => me.Client.PostAsJsonAsync(me.Tasks, new { title = $"{i}" })).ToList();
        await Task.Delay(500);
        await other.Add(new { title = "At once" }).WaitAsync(TimeSpan.FromSeconds(3));
        await holder.CommitAsync();
        foreach (var write in writes) await write.Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Signing_in_is_counted_apart_and_behind_a_trusted_proxy_by_the_address_it_names()
    {
        await using var host = await TestHost.Start(new() { ["SIGNINS_PER_MINUTE_ADDRESS"] = "2", ["TRUSTED_PROXIES"] = "127.0.0.0/8,::1" });
        using var client = host.Client();
        Task<HttpResponseMessage> From(string address) => client.SendJson("POST", "/api/auth/login", "{}", ("X-Forwarded-For", address));
        foreach (var address in (string[])["203.0.113.1", "2001:db8::1"])
        {
            await From(address).IsProblem(422);
            await From(address).IsProblem(422);
            await From(address).IsProblem(429);
        }
        await From("2001:db8::ffff").IsProblem(429);
        await From("203.0.113.2").IsProblem(422);
        // The proxy appends what it saw; what stood there before is the client's own invention.
        await From("198.51.100.1, 203.0.113.1").IsProblem(429);
        await client.GetAsync("/api/auth/me").IsProblem(401);
    }

    [Fact]
    public async Task When_too_many_passwords_wait_to_be_checked_the_next_is_asked_to_come_back()
    {
        await using var host = await TestHost.Start();
        var me = await host.NewPerson();
        var lane = host.Services.GetRequiredService<HashingLane>();
        var release = new TaskCompletionSource<int>();
        var waiting = Enumerable.Range(0, 200).Select(_ => lane.Run(_ => release.Task, TimeSpan.FromMinutes(1), CancellationToken.None)).ToList();
        using var client = host.Client();
        await client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = Person.Password }).IsProblem(429);
        await client.PostAsJsonAsync("/api/auth/register", new { username = "newcomer", email = "new@example.org", password = Person.Password }).IsProblem(429);
        await me.Client.PostAsJsonAsync("/api/auth/password", new { current_password = Person.Password, new_password = "something else" }).IsProblem(429);
        await me.Client.SendJson("DELETE", "/api/auth/me", $$"""{"password":"{{Person.Password}}"}""").IsProblem(429);
        await me.Client.GetAsync(me.Tasks).Is(HttpStatusCode.OK);
        release.SetResult(1);
        await Task.WhenAll(waiting);
        await client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = Person.Password }).Is(HttpStatusCode.OK);
    }
}
