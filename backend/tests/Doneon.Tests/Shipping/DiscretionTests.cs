using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Doneon.Tests.Shipping;

/// <summary>What leaves the process besides answers: logs, traces and metrics. All of it is read byte by byte.</summary>
public class DiscretionTests
{
    [Fact]
    public async Task Neither_the_log_at_any_level_nor_a_trace_carries_what_a_person_typed_or_a_secret()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var program = await RunningProgram.Start(new()
        {
            ["LOG_LEVEL"] = "trace",
            ["LOG_REQUESTS"] = "true",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
        });
        var me = await Live(program);
        var (exitCode, _) = await program.Terminate();
        Assert.Equal(0, exitCode);

        string[] names = ["GET /api/{user_id}/tasks", "update task set", "http.route", "service.name", "doneon"];
        Assert.All(names, name => Assert.Contains(name, receiver.Traces));
        string[] meters = ["http.server.request.duration", "kestrel.active_connections", "db.client.operation.duration", "dotnet.gc.collections"];
        Assert.All(meters, name => Assert.Contains(name, receiver.Metrics));

        var log = string.Join('\n', program.Output);
        Assert.Contains("/api/{user_id}/tasks/{id}", log);
        Assert.DoesNotContain("user (null)", log);
        string[] secrets =
        [
            "canary", me.Token, me.Token.Split('.')[1], me.Token.Split('.')[2], program.Server.Password,
            Convert.ToBase64String(Encoding.UTF8.GetBytes("canary")).TrimEnd('='),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, receiver.Everything, StringComparison.OrdinalIgnoreCase));
        Assert.All(program.Output, IsOneEntry);
    }

    /// <summary>Each line is a JSON object; those of a request carry its id, also when the framework wrote them.</summary>
    static void IsOneEntry(string line)
    {
        var entry = JsonDocument.Parse(line).RootElement;
        Assert.True(entry.GetProperty("level").GetString() is "trace" or "debug" or "info" or "warn" or "error");
        Assert.True(DateTimeOffset.TryParse(entry.GetProperty("time").GetString(), out _));
        if (!entry.GetProperty("source").GetString()!.StartsWith("Doneon.Http", StringComparison.Ordinal)) return;
        Assert.Contains(entry.GetProperty("request_id").GetString()!, entry.GetProperty("message").GetString());
        Assert.Equal(32, entry.GetProperty("trace_id").GetString()!.Length);
    }

    /// <summary>A day with Doneon, where everything that is typed says canary.</summary>
    static async Task<Person> Live(RunningProgram program)
    {
        var me = await program.NewPerson("canaryname", "canary@example.org", "canary-password");
        using var stranger = program.Client();
        await Answers(HttpStatusCode.Conflict, stranger.PostAsJsonAsync("/api/auth/register",
            new { username = "canaryname", email = "canary@example.org", password = "canary-password" }));
        await Answers(HttpStatusCode.OK, stranger.PostAsJsonAsync("/api/auth/login", new { username = "canaryname", password = "canary-password" }));
        await Answers(HttpStatusCode.Unauthorized, stranger.PostAsJsonAsync("/api/auth/login", new { username = "canaryname", password = "canary-wrong" }));

        var task = await me.Add(new { title = "canary title", description = "canary description", tags = "canary, other", due_date = "2026-03-01" });
        var path = $"{me.Tasks}/{task.GetProperty("id")}";
        await Answers(HttpStatusCode.OK, me.Client.PatchAsJsonAsync(path, new { title = "canary changed" }));
        await Answers(HttpStatusCode.OK, me.Client.GetAsync($"{me.Tasks}?q=canary&tag=canary&sort=title&limit=1"));
        await Answers(HttpStatusCode.NotFound, me.Client.GetAsync($"{me.Tasks}/canary"));
        await Answers(HttpStatusCode.NotFound, stranger.GetAsync("/canary?canary=canary"));
        await Answers(HttpStatusCode.UnprocessableEntity, me.Client.PostAsJsonAsync(me.Tasks, new { title = "canary", canary = "canary" }));
        await Answers(HttpStatusCode.BadRequest, me.Client.PostAsync(me.Tasks, new StringContent("{\"canary", Encoding.UTF8, "application/json")));
        await Answers(HttpStatusCode.OK, me.Client.PostAsJsonAsync($"{me.Tasks}/bulk", new { action = "complete", ids = new[] { task.GetProperty("id").GetInt64() } }));

        // The database refuses a statement with the task in its hands.
        await using (var owner = await program.Connect())
        {
            await using var forbid = new NpgsqlCommand("alter table task add constraint no_canary check (title <> 'canary refused')", owner);
            await forbid.ExecuteNonQueryAsync();
        }
        await Answers(HttpStatusCode.UnprocessableEntity, me.Client.PatchAsJsonAsync(path, new { title = "canary refused" }));
        using (var agent = new HttpRequestMessage(HttpMethod.Delete, path))
        {
            agent.Headers.TryAddWithoutValidation("User-Agent", "canary");
            await Answers(HttpStatusCode.NoContent, me.Client.SendAsync(agent));
        }
        return me;
    }

    static async Task Answers(HttpStatusCode status, Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_failed_statement_is_traced_by_its_state_and_not_by_the_message_that_quotes_the_value()
    {
        await using var receiver = await OtlpReceiver.Start();
        await using var host = await TestHost.Start(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address });
        await using (var source = NpgsqlDataSource.Create(host.Server.Login(host.Database)))
        {
            await using var command = source.CreateCommand("select $1::text::int");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "canary" });
            await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync());
        }
        await host.DisposeAsync();
        Assert.Contains("select $1::text::int", receiver.Traces);
        Assert.Contains("22P02", receiver.Traces);
        Assert.DoesNotContain("canary", receiver.Everything);
    }

    [Fact]
    public void A_failure_is_described_by_what_and_where_and_never_by_its_message()
    {
        try
        {
            throw new InvalidOperationException("canary", new FormatException("canary"));
        }
        catch (InvalidOperationException e)
        {
            var text = Logs.Describe(e);
            Assert.Contains("System.InvalidOperationException", text);
            Assert.Contains("caused by System.FormatException", text);
            Assert.Contains(nameof(A_failure_is_described_by_what_and_where_and_never_by_its_message), text);
            Assert.DoesNotContain("canary", text);
        }
    }
}
