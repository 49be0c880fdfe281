using Npgsql;

namespace Doneon.Database;

/// <summary>Compares the database with what the code needs and names every difference.</summary>
public static class SchemaCheck
{
    public static async Task Run(NpgsqlDataSource database, CancellationToken stop = default)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var differences = await Differences(connection, stop);
        if (differences.Count > 0)
            throw new StopException(StopException.Schema, "the database is not as Doneon needs it: " + string.Join("; ", differences));
    }

    /// <summary>Everything that keeps Doneon from working on this database, one line each.</summary>
    internal static async Task<IReadOnlyList<string>> Differences(NpgsqlConnection connection, CancellationToken stop) =>
        [.. await Place(connection, stop), .. await Differences(connection, "schema.txt", stop), .. await Entering(connection, stop)];

    /// <summary>Differences from the facts in an embedded file: schema.txt, or contract.txt for a database that is to be adopted.</summary>
    internal static async Task<IReadOnlyList<string>> Differences(NpgsqlConnection connection, string file, CancellationToken stop) =>
        Compare(Expected(file), await Catalog.Read(connection, Role.NameFor(connection.Database), stop));

    static Dictionary<string, string> Expected(string file) => Migration.Text(file)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(": ", 2))
        .ToDictionary(fact => fact[0], fact => fact[1]);

    static IReadOnlyList<string> Compare(Dictionary<string, string> expected, IReadOnlyList<Fact> actual)
    {
        var found = actual.ToDictionary(fact => fact.Name, fact => fact.Value);
        var missing = expected.Keys.Where(name => !found.ContainsKey(name) && !IsPartOfMissing(name)).Select(name => $"{name} is missing");
        var different = expected.Where(need => found.TryGetValue(need.Key, out var value) && value != need.Value)
            .Select(need => Words(need.Key, found[need.Key], need.Value));
        var foreign = actual.Where(fact => !expected.ContainsKey(fact.Name) && MustBeKnown(fact)).Select(fact => $"{fact.Name} is not Doneon's");
        return [.. missing, .. different, .. foreign];

        bool IsPartOfMissing(string name) => expected.Keys.Any(whole =>
            whole.StartsWith("table ", StringComparison.Ordinal) && whole != name && !found.ContainsKey(whole) && IsAbout(name, whole["table ".Length..]));

        // Further tables, functions and indexes do no harm; a unique index could refuse rows, and is listed by another name.
        bool MustBeKnown(Fact fact) => !fact.Name.StartsWith("index ", StringComparison.Ordinal)
            && (expected.ContainsKey($"table {fact.Of}") || expected.ContainsKey($"view {fact.Of}"));
    }

    static bool IsAbout(string name, string table) =>
        name.StartsWith($"column {table}.", StringComparison.Ordinal) || name.EndsWith($" on {table}", StringComparison.Ordinal)
        || name == $"row security of {table}" || name.Contains($"grant on {table}", StringComparison.Ordinal);

    static string Words(string name, string value, string need) => value.StartsWith(need + "; ", StringComparison.Ordinal)
        ? $"{name} is {value[(need.Length + 2)..].Replace("; ", " and ", StringComparison.Ordinal)}"
        : $"{name} is {value}, Doneon needs {need}";

    static async Task<IReadOnlyList<string>> Place(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select current_schema()", connection);
        var schema = await command.ExecuteScalarAsync(stop) as string;
        return schema is "public" ? [] : [$"the login's current schema is {schema ?? "none"}, Doneon needs public (see search_path)"];
    }

    /// <summary>Enters as a request does: the login has to reach the role, and row-level security has to hold from then on.</summary>
    static async Task<IReadOnlyList<string>> Entering(NpgsqlConnection connection, CancellationToken stop)
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
