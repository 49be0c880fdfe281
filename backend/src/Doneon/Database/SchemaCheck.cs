using Npgsql;

namespace Doneon.Database;

/// <summary>Compares the database with what the code needs and names every difference.</summary>
public static class SchemaCheck
{
    public static async Task Run(NpgsqlDataSource database, CancellationToken stop = default)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await Run(connection, stop);
    }

    public static async Task Run(NpgsqlConnection connection, CancellationToken stop)
    {
        var differences = await Differences(connection, stop);
        if (differences.Count > 0)
            throw new StopException(StopException.Schema, "the database is not as Doneon needs it: " + string.Join("; ", differences));
    }

    /// <summary>Everything that keeps Doneon from working on this database, one line each.</summary>
    internal static async Task<IReadOnlyList<string>> Differences(NpgsqlConnection connection, CancellationToken stop) =>
        [.. await Place(connection, stop), .. await Differences(connection, "schema.txt", stop), .. await Entering(connection, stop)];

    /// <summary>Differences from the facts in an embedded file: schema.txt, or contract.txt for a database that is to be adopted.</summary>
    internal static async Task<IReadOnlyList<string>> Differences(NpgsqlConnection connection, string file, CancellationToken stop)
    {
        var role = Role.NameFor(connection.Database);
        return [.. Compare(Expected(file), await Catalog.Read(connection, role, stop)).Select(line => line.Replace("{role}", role, StringComparison.Ordinal))];
    }

    static List<Fact> Expected(string file) =>
        [.. Migration.Text(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fact.Parse)];

    static IReadOnlyList<string> Compare(List<Fact> expected, IReadOnlyList<Fact> actual)
    {
        var found = actual.DistinctBy(fact => fact.Name).ToDictionary(fact => fact.Name, fact => fact.Value);
        var names = expected.Select(fact => fact.Name).ToHashSet();
        var tables = expected.Where(IsTable).Select(table => table.Of).ToHashSet();
        var lost = expected.Where(fact => IsTable(fact) && !found.ContainsKey(fact.Name)).Select(table => table.Of).ToHashSet();

        var missing = expected.Where(need => !found.ContainsKey(need.Name) && (IsTable(need) || !lost.Contains(need.Of)));
        var different = expected.Where(need => found.TryGetValue(need.Name, out var value) && value != need.Value);
        // Further tables, functions and indexes do no harm; a unique index could refuse rows, and is listed by another name.
        var foreign = actual.Where(fact => !names.Contains(fact.Name) && tables.Contains(fact.Of) && !fact.Is("index"));
        return
        [
            .. missing.Select(need => $"{need.Name} is missing"),
            .. different.Select(need => Words(need, found[need.Name])),
            .. foreign.Select(fact => $"{fact.Name} is not Doneon's"),
        ];
    }

    static bool IsTable(Fact fact) => fact.Is("table") || fact.Is("view");

    static string Words(Fact need, string value) => value.StartsWith(need.Value + "; ", StringComparison.Ordinal)
        ? $"{need.Name} is {value[(need.Value.Length + 2)..].Replace("; ", " and ", StringComparison.Ordinal)}"
        : $"{need.Name} is {value}, Doneon needs {need.Value}";

    static async Task<IReadOnlyList<string>> Place(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select current_schema()", connection);
        var schema = await command.ExecuteScalarAsync(stop) as string;
        return schema is "public" ? [] : [$"the login's current schema is {schema ?? "none"}, Doneon needs public (see search_path)"];
    }

    /// <summary>Enters as a request does: the login has to reach the role, and row-level security has to hold from then on.</summary>
    internal static async Task<IReadOnlyList<string>> Entering(NpgsqlConnection connection, CancellationToken stop)
    {
        var role = Role.NameFor(connection.Database);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        try
        {
            await using var batch = new NpgsqlBatch(connection, transaction)
            {
                BatchCommands =
                {
                    new("select set_config('role', $1, true)") { Parameters = { new() { Value = role } } },
                    new("""
                        select format('row-level security is not active on %s after switching to %s', relname, current_user) from pg_class
                        where relnamespace = 'public'::regnamespace and relname = any(array['user', 'task', 'session', 'server_key'])
                            and relkind = 'r' and relrowsecurity and not row_security_active(oid)
                        """),
                },
            };
            await using var reader = await batch.ExecuteReaderAsync(stop);
            await reader.NextResultAsync(stop);
            var differences = new List<string>();
            while (await reader.ReadAsync(stop))
                differences.Add(reader.GetString(0));
            return differences;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidParameterValue)
        {
            return [$"role {role} is missing"];
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            return [$"the login may not switch to role {role}"];
        }
    }
}
