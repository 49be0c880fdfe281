using System.Globalization;
using System.Text.Json;
using Doneon.Database;
using Doneon.Http;
using Npgsql;

namespace Doneon.Cli;

public sealed record UserRow(long Id, string Username, string Email, DateTime CreatedAt, long Tasks, DateTime? LastUsedAt) : IRow<UserRow>
{
    public static UserRow Read(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetDateTime(3), row.GetInt64(4),
        row.IsDBNull(5) ? null : row.GetDateTime(5));
}

/// <summary>The accounts as a table to read, or as JSON.</summary>
static class UserList
{
    public static async Task<int> Print(Db db, bool json)
    {
        var users = await db.AsServerReading().Query<UserRow>($"""
            select u.id, u.username, u.email, u.created_at, u.task_count, max(s.last_used_at)
            from "user" u left join session s on s.user_id = u.id and not s.revoked and s.expires_at > now() group by u.id order by u.id
            """);
        if (json) Console.WriteLine(JsonSerializer.Serialize(users, DoneonJson.Default.ListUserRow));
        else PrintTable(users);
        return 0;
    }

    static void PrintTable(List<UserRow> users) => Table.Print(
        ["id", "username", "email", "created (UTC)", "tasks", "last use (UTC)"],
        users.Select(user => (string?[])[Number(user.Id), user.Username, user.Email, Time(user.CreatedAt), Number(user.Tasks), Time(user.LastUsedAt)]));

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    static string? Time(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
