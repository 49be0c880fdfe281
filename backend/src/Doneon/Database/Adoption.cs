using Npgsql;

namespace Doneon.Database;

/// <summary>Tables that the first applications made are taken over only if they are exactly the contract: nothing is guessed.</summary>
static class Adoption
{
    public static async Task Check(NpgsqlConnection connection, CancellationToken stop)
    {
        if (await TablesOfOthers(connection, stop) is { } others)
            throw new StopException(StopException.Schema,
                $"the login {connection.UserName} may not change the tables {others}: migrate as their owner");
        var differences = await SchemaCheck.Differences(connection, "contract.txt", stop);
        if (differences.Count > 0)
            throw new StopException(StopException.Schema,
                "the tables that are there cannot be adopted, they differ from the contract: " + string.Join("; ", differences));
    }

    static async Task<string?> TablesOfOthers(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select string_agg(format('%s of %s', relname, relowner::regrole), ', ' order by relname) from pg_class
            where relnamespace = 'public'::regnamespace and relname in ('user', 'task', 'session') and not pg_has_role(relowner, 'USAGE')
            """, connection);
        return await command.ExecuteScalarAsync(stop) as string;
    }
}
