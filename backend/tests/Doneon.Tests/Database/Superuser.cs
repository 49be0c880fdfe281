using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>What only the masters of a server may do.</summary>
static class Superuser
{
    /// <summary>Gives back the first column, where numbers were asked for.</summary>
    public static async Task<List<int>> Run(this NpgsqlConnectionStringBuilder superuser, string sql)
    {
        await using var source = NpgsqlDataSource.Create(superuser);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var numbers = new List<int>();
        while (await reader.ReadAsync()) numbers.Add(reader.GetInt32(0));
        return numbers;
    }
}
