using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Tests.Shipping;

public class ShutdownTests
{
    [Fact]
    public async Task A_request_in_flight_is_answered_after_the_signal_while_new_ones_are_refused()
    {
        await using var program = await RunningProgram.Start();
        var me = await program.NewPerson();
        using var idle = program.Client();
        await idle.GetStringAsync("/health");

        await using var holder = await program.Connect();
        await using var transaction = await holder.BeginTransactionAsync();
        await Run(holder, $"select from \"user\" where id = {me.Id} for update");
        var slow = me.Client.PostAsJsonAsync(me.Tasks, new { title = "Asked before the end" });
        await using (var watcher = await program.Connect())
            await Soon.Is(async () => await Run(watcher, "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() limit 1") is int, "the write waits");

        var ending = program.Terminate();
        await Soon.Is(async () => !await Ports.Answers(program.Port), "nobody is let in any more");
        using var late = program.Client();
        await Assert.ThrowsAsync<HttpRequestException>(() => late.GetAsync("/health"));
        Assert.False(slow.IsCompleted);

        await transaction.CommitAsync();
        using var answer = await slow;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        Assert.Equal("Asked before the end", await Run(holder, $"select title from task where id = {id}"));

        var (exitCode, time) = await ending;
        Assert.Equal(0, exitCode);
        Assert.InRange(time.TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task Connections_kept_open_by_idle_clients_do_not_hold_the_end_up()
    {
        await using var program = await RunningProgram.Start();
        using var one = program.Client();
        using var other = program.Client();
        await Task.WhenAll(one.GetStringAsync("/health"), other.GetStringAsync("/health/db"));

        var (exitCode, time) = await program.Terminate();
        Assert.Equal(0, exitCode);
        Assert.InRange(time.TotalSeconds, 0, 5);
    }

    static async Task<object?> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
