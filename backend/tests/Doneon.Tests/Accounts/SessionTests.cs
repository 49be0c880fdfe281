using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;
using Npgsql;

namespace Doneon.Tests.Accounts;

public class SessionTests
{
    [Fact]
    public async Task Logging_out_ends_this_session_at_once_everywhere_and_no_other()
    {
        await using var host = await TestHost.Start();
        await using var replica = await TestHost.Start(database: host.Database);
        var me = await host.NewPerson();
        using var elsewhere = await LogIn(replica, me);
        using var there = replica.Client(me.Token);
        await there.GetAsync(me.Tasks).Is(HttpStatusCode.OK);
        await me.Client.PostAsync("/api/auth/logout", null).Is(HttpStatusCode.NoContent);
        await there.GetAsync(me.Tasks).IsProblem(401);
        await there.PostAsJsonAsync(me.Tasks, new { title = "Too late" }).IsProblem(401);
        await me.Client.PostAsync("/api/auth/logout", null).IsProblem(401);
        Assert.Equal(0, (await elsewhere.GetAsync(me.Tasks).Json()).GetArrayLength());
    }

    [Fact]
    public async Task Sessions_are_listed_with_their_device_and_ended_one_by_one_or_all_but_this()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        using var phone = await LogIn(host, me, "Phone 1.0");
        using var tablet = await LogIn(host, me, "Tablet " + new string('x', 300));
        using var laptop = await LogIn(host, me, "Laptop");
        var sessions = await me.Get("/api/auth/sessions");
        Assert.Equal(4, sessions.GetArrayLength());
        Assert.All(sessions.EnumerateArray(), session => Assert.Equal(["id", "device", "created_at", "last_used_at", "expires_at", "current"], session.Names()));
        Assert.Equal("", sessions.EnumerateArray().Single(session => session.GetProperty("current").GetBoolean()).Text("device"));
        Assert.Equal(200, sessions.Texts("device").Single(device => device!.StartsWith("Tablet", StringComparison.Ordinal))!.Length);

        var phoneId = sessions.EnumerateArray().Single(session => session.Text("device") == "Phone 1.0").Id();
        var stranger = await host.NewPerson();
        await stranger.Client.DeleteAsync($"/api/auth/sessions/{phoneId}").IsProblem(404);
        await phone.GetAsync(me.Tasks).Is(HttpStatusCode.OK);
        await me.Client.DeleteAsync($"/api/auth/sessions/{phoneId}").Is(HttpStatusCode.NoContent);
        await phone.GetAsync(me.Tasks).IsProblem(401);
        await me.Client.DeleteAsync($"/api/auth/sessions/{phoneId}").IsProblem(404);
        foreach (var id in (string[])["0", "-1", "x", "99999999999999999999"]) await me.Client.DeleteAsync($"/api/auth/sessions/{id}").IsProblem(404);

        await laptop.DeleteAsync("/api/auth/sessions").Is(HttpStatusCode.NoContent);
        foreach (var ended in (HttpClient[])[me.Client, tablet]) await ended.GetAsync("/api/auth/me").IsProblem(401);
        Assert.Single((await laptop.GetAsync("/api/auth/sessions").Json()).EnumerateArray());
        await stranger.Client.GetAsync("/api/auth/me").Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Last_use_is_noted_at_most_every_ten_minutes()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        async Task<double> MinutesSinceUse(string age, string path, int status)
        {
            await host.Execute($"update session set last_used_at = now() - interval '{age}' where user_id = {me.Id}");
            using (var answer = await me.Client.GetAsync(path)) Assert.Equal(status, (int)answer.StatusCode);
            return (double)await host.Scalar<decimal>($"select extract(epoch from now() - last_used_at)::numeric / 60 from session where user_id = {me.Id}");
        }
        Assert.InRange(await MinutesSinceUse("9 minutes", me.Tasks, 200), 9, 10);
        Assert.InRange(await MinutesSinceUse("11 minutes", me.Tasks, 200), 0, 1);
        Assert.InRange(await MinutesSinceUse("11 minutes", $"{me.Tasks}/0", 404), 0, 1);
        Assert.InRange(await MinutesSinceUse("11 minutes", "/api/0/tasks", 403), 0, 1);
        Assert.InRange(DateTimeOffset.UtcNow - DateTimeOffset.Parse((await me.Get("/api/auth/sessions"))[0].Text("last_used_at")!), TimeSpan.FromSeconds(-5), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Using_a_session_changes_neither_the_account_nor_the_list()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var before = await me.Get("/api/auth/me");
        await me.Add(new { title = "a" });
        Assert.Equal(before.GetRawText(), (await me.Get("/api/auth/me")).GetRawText());
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_the_old_password()
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        using var elsewhere = await LogIn(host, me);
        await me.Client.PostAsJsonAsync("/api/auth/password", new { current_password = "wrong one", new_password = "a new password" }).IsProblem(422, "current_password");
        await me.Client.PostAsJsonAsync("/api/auth/password", new { current_password = Person.Password, new_password = "short" }).IsProblem(422, "new_password");
        await elsewhere.GetAsync("/api/auth/me").Is(HttpStatusCode.OK);

        await me.Client.PostAsJsonAsync("/api/auth/password", new { current_password = Person.Password, new_password = "a new password" }).Is(HttpStatusCode.NoContent);
        await me.Client.GetAsync("/api/auth/me").Is(HttpStatusCode.OK);
        await elsewhere.GetAsync("/api/auth/me").IsProblem(401);
        using var client = host.Client();
        await client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = Person.Password }).IsProblem(401);
        await client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = "a new password" }).Is(HttpStatusCode.OK);
    }

    [Theory, InlineData("change, login"), InlineData("login, change")]
    public async Task A_login_with_the_old_password_does_not_outlive_the_change_that_it_meets(string order)
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        using var client = host.Client();
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        await using var connection = await source.OpenConnectionAsync();
        // Holds both up, so that they meet.
        await using var holder = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"select 1 from \"user\" where id = {me.Id} for no key update", connection)) await hold.ExecuteNonQueryAsync();

        var change = Task.FromResult<HttpResponseMessage>(null!);
        var login = change;
        foreach (var what in order.Split(", "))
        {
            if (what == "change") change = me.Client.PostAsJsonAsync("/api/auth/password", new { current_password = Person.Password, new_password = "a new password" });
            else login = client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = Person.Password });
            await Task.Delay(1000);
        }
        await holder.CommitAsync();

        await change.Is(HttpStatusCode.NoContent);
        using var answer = await login;
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized, $"{answer.StatusCode}");
        if (answer.StatusCode != HttpStatusCode.OK) return;
        using var old = host.Client((await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("access_token"));
        await old.GetAsync("/api/auth/me").IsProblem(401);
    }

    [Fact]
    public async Task A_write_that_is_done_is_told_as_done_even_if_the_use_of_the_session_cannot_be_noted()
    {
        await using var host = await TestHost.Start();
        var me = await host.NewPerson();
        await host.Execute($"update session set last_used_at = now() - interval '11 minutes' where user_id = {me.Id}");
        await host.Execute("alter table session add constraint no_note check (last_used_at < now() - interval '10 minutes') not valid");
        await me.Add(new { title = "Done" });
        Assert.Equal(["Done"], (await me.Get(me.Tasks)).Texts());
    }

    [Fact]
    public async Task A_deleted_account_leaves_nothing_behind()
    {
        var host = await TestHost.Shared;
        var (me, neighbour) = (await host.NewPerson(), await host.NewPerson());
        await me.Add(new { title = "a" });
        await neighbour.Add(new { title = "b" });
        await me.Client.SendJson("DELETE", "/api/auth/me", """{"password":"wrong one"}""").IsProblem(422, "password");
        await me.Client.DeleteAsync("/api/auth/me").IsProblem(422, "password");
        await me.Client.SendJson("DELETE", "/api/auth/me", $$"""{"password":"{{Person.Password}}"}""").Is(HttpStatusCode.NoContent);
        await me.Client.GetAsync("/api/auth/me").IsProblem(401);
        Assert.Equal(0L, await host.Scalar<long>($"""
            select (select count(*) from "user" where id = {me.Id}) + (select count(*) from task where user_id = {me.Id}) + (select count(*) from session where user_id = {me.Id})
            """));
        Assert.Equal(1, (await neighbour.Get(neighbour.Tasks)).GetArrayLength());
        // The name is free again, and the new account is another one.
        using var client = host.Client();
        var again = await client.PostAsJsonAsync("/api/auth/register", new { username = me.Name, email = $"{me.Name}@example.org", password = Person.Password }).Json(HttpStatusCode.Created);
        Assert.NotEqual(me.Id, again.GetProperty("user").Id());
        await me.Client.GetAsync(me.Tasks).IsProblem(401);
    }

    static async Task<HttpClient> LogIn(TestHost host, Person person, string device = "")
    {
        using var client = host.Client();
        var body = Checks.Body(JsonSerializer.SerializeToUtf8Bytes(new { username = person.Name, password = Person.Password }));
        var headers = device == "" ? [] : ((string, string)[])[("User-Agent", device)];
        return host.Client((await client.Send("POST", "/api/auth/login", body, headers).Json()).Text("access_token"));
    }
}
