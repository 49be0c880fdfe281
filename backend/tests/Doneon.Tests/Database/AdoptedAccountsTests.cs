using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>A database of the first applications, seen from outside: the people log in with their old passwords and find everything.</summary>
public class AdoptedAccountsTests
{
    [Fact]
    public async Task People_of_an_adopted_database_log_in_and_find_every_task()
    {
        var cluster = await TestHost.SharedCluster;
        const string Name = "adopted";
        await cluster.CreateDatabase(Name);
        await using (var source = NpgsqlDataSource.Create(cluster.Login(Name)))
        {
            await using var tables = source.CreateCommand(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Database", "document-003.sql")));
            await tables.ExecuteNonQueryAsync();
            await using var rows = source.CreateCommand("""
                create extension pgcrypto;
                insert into "user" (username, email, hashed_password, created_at, updated_at) values
                    ('Ann', 'Ann@Example.org', crypt('ann''s old password', gen_salt('bf', 4)), '2026-01-02 03:04:05', '2026-01-03 00:00:00'),
                    ('bob', 'bob@example.org', '$2b' || substr(crypt('bob''s pässword', gen_salt('bf', 4)), 4), '2026-01-02 03:04:06', '2026-01-02 03:04:06'),
                    ('cat', 'cat@example.org', '$2y' || substr(crypt('cats have 9', gen_salt('bf', 4)), 4), '2026-01-02 03:04:07', '2026-01-02 03:04:07');
                insert into task (user_id, title, description, due_date, priority, tags, recursion_pattern, completed, created_at, updated_at)
                    select u.id, u.username || ' ' || i, case when i % 2 = 0 then E'line one\nline two ☂' end,
                        (array['2026-03-01', '2026-03-01T09:00', 'next Tuesday', null])[1 + i % 4], (array['High', 'Medium', 'Low'])[1 + i % 3]::priority_enum,
                        case when i % 3 = 0 then 'Home, work,home' end, case when i % 5 = 0 then 'weekly' end, i % 2 = 1,
                        '2026-01-05 10:00:00'::timestamp + i * interval '1 second', '2026-01-06 11:00:00'
                    from "user" u, generate_series(1, 25) i;
                insert into session (user_id, token_jti, token, expires_at) select id, 'old-' || id, 'old-hash', '2030-01-01' from "user";
                """);
            await rows.ExecuteNonQueryAsync();
        }
        await using var host = await TestHost.Start(server: cluster, database: Name);
        await LogsIn(host, "ann", "ann's old password", 1);
        await LogsIn(host, "bob@example.org", "bob's pässword", 2);
        await LogsIn(host, "cat", "cats have 9", 3);

        using var client = host.Client();
        using var wrong = await client.PostAsJsonAsync("/api/auth/login", new { username = "ann", password = "ann's old passwors" });
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        // New rows take numbers that nobody has had.
        Assert.Equal(4, (await host.NewPerson()).Id);
    }

    static async Task LogsIn(TestHost host, string name, string password, long id)
    {
        Assert.StartsWith("$2", await HashOf(host, id), StringComparison.Ordinal);
        var first = await Login(host, name, password);
        var rehashed = await HashOf(host, id);
        Assert.False(rehashed.StartsWith('$'));
        var second = await Login(host, name, password);
        Assert.Equal(rehashed, await HashOf(host, id));
        Assert.NotEqual(first, second);

        using var client = host.Client(second);
        var account = await client.GetFromJsonAsync<JsonElement>("/api/auth/me");
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 4 + (int)id, DateTimeKind.Utc), account.GetProperty("created_at").GetDateTime().ToUniversalTime());
        var tasks = (await client.GetFromJsonAsync<JsonElement>($"/api/{id}/tasks?sort=oldest&limit=500")).EnumerateArray().ToList();
        Assert.Equal(25, tasks.Count);
        for (var i = 1; i <= 25; i++)
        {
            var task = tasks[i - 1];
            Assert.Equal($"{account.GetProperty("username").GetString()} {i}", Of(task, "title"));
            Assert.Equal(i % 2 == 0 ? "line one\nline two ☂" : null, Of(task, "description"));
            Assert.Equal((i % 4) switch { 0 => "2026-03-01", 1 => "2026-03-01T09:00", 2 => "next Tuesday", _ => null }, Of(task, "due_date"));
            Assert.Equal((i % 3) switch { 0 => "High", 1 => "Medium", _ => "Low" }, Of(task, "priority"));
            Assert.Equal(i % 3 == 0 ? "Home, work,home" : null, Of(task, "tags"));
            Assert.Equal(i % 5 == 0 ? "weekly" : null, Of(task, "recursion_pattern"));
            Assert.Equal(i % 2 == 1, task.GetProperty("completed").GetBoolean());
            Assert.Equal(new DateTime(2026, 1, 5, 10, 0, 0, DateTimeKind.Utc).AddSeconds(i), task.GetProperty("created_at").GetDateTime().ToUniversalTime());
            Assert.Equal(new DateTime(2026, 1, 6, 11, 0, 0, DateTimeKind.Utc), task.GetProperty("updated_at").GetDateTime().ToUniversalTime());
        }
        Assert.Equal(17, (await client.GetFromJsonAsync<JsonElement>($"/api/{id}/tasks?limit=500")).EnumerateArray().Count(task => Of(task, "tags") is null));
        Assert.Equal(8, (await client.GetFromJsonAsync<JsonElement>($"/api/{id}/tasks?tag=home")).GetArrayLength());
    }

    static string? Of(JsonElement task, string field) => task.GetProperty(field).GetString();

    static Task<string> HashOf(TestHost host, long id) => host.Scalar<string>($"select hashed_password from \"user\" where id = {id}");

    static async Task<string> Login(TestHost host, string name, string password)
    {
        using var client = host.Client();
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { username = name, password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }
}
