using System.Text;
using Doneon.Database;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>The facts of a migrated database as SQL to read: specs/contracts/database-schema.sql.</summary>
static class SchemaDocument
{
    public static async Task<string> Render(NpgsqlConnection connection, string role)
    {
        var facts = await Catalog.Read(connection, role);
        var text = new StringBuilder("""
            -- The schema of a migrated database, written by a test from PostgreSQL's own catalog: read it, do not edit it.
            -- "{role}" is the role that requests run as; its real name ends with the database's.

            """);
        foreach (var (name, _) in Of("extension")) text.Append($"\ncreate extension {name};");
        foreach (var (name, labels) in Of("enum")) text.Append($"\n\ncreate type {name} as enum ({string.Join(", ", labels.Split(", ").Select(label => $"'{label}'"))});\n");
        // Tables need functions, and functions name tables: their bodies are looked at when they run.
        text.Append("\nset check_function_bodies = off;\n");
        foreach (var function in await Functions(connection)) text.Append($"\n{function.Trim()};\n");
        // The others refer to these two.
        foreach (var (table, _) in Of("table").OrderBy(table => table.Name switch { "user" => 0, "task" => 1, _ => 2 })) text.Append(Table(facts, table));
        foreach (var (trigger, definition) in Of("trigger")) text.Append($"\ncreate trigger {trigger.Split(' ')[0]} {definition};");
        text.Append('\n');
        foreach (var (view, definition) in Of("view")) text.Append($"\ncreate view {view} as\n    {definition};\n");
        foreach (var (policy, definition) in Of("policy"))
            text.Append($"\ncreate policy {policy.Replace(" on ", " on \"")}\"\n    {definition.Replace("{role}", "\"{role}\"")};");
        text.Append('\n');
        foreach (var (target, privileges) in Of("grant on")) text.Append($"\n{Grant(target, privileges)};");
        foreach (var (function, value) in Of("function").Where(f => f.Value.Contains(" executable by ") && !f.Value.EndsWith("public", StringComparison.Ordinal)))
        {
            text.Append($"\nrevoke execute on function {function} from public;");
            if (value.EndsWith("executable by {role}", StringComparison.Ordinal)) text.Append($"\ngrant execute on function {function} to \"{{role}}\";");
        }
        return text.Append('\n').ToString();

        IEnumerable<(string Name, string Value)> Of(string kind) => Rest(facts, kind);
    }

    static IEnumerable<(string Name, string Value)> Rest(IEnumerable<Fact> facts, string kind) =>
        facts.Where(fact => fact.Is(kind)).Select(fact => (fact.Name[(kind.Length + 1)..], fact.Value));

    static string Table(IReadOnlyList<Fact> facts, string table)
    {
        var own = facts.Where(fact => fact.Of == table).ToList();
        var columns = Rest(own, "column").Select(column => $"{column.Name.Split('.')[1]} {column.Value}");
        var constraints = Rest(own, "constraint").Select(constraint => $"constraint {constraint.Name.Split(' ')[0]} {constraint.Value}");
        var indexes = own.Where(fact => fact.Is("index") || fact.Is("unique index"))
            .Select(index => $"create {index.Name.Replace($" on {table}", $" on \"{table}\"")} using {index.Value};\n");
        return $"\ncreate table \"{table}\" (\n    {string.Join(",\n    ", columns.Concat(constraints))}\n);\n"
            + $"alter table \"{table}\" enable row level security;\n" + string.Concat(indexes);
    }

    static string Grant(string target, string privileges)
    {
        if (target.StartsWith("schema ", StringComparison.Ordinal)) return $"grant {privileges} on schema public to \"{{role}}\"";
        var name = target.Split(' ')[0].Split('.');
        return $"grant {privileges}{(name.Length > 1 ? $" ({name[1]})" : "")} on \"{name[0]}\" to \"{{role}}\"";
    }

    static async Task<IReadOnlyList<string>> Functions(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            select replace(pg_get_functiondef(p.oid), 'OR REPLACE FUNCTION public.', 'FUNCTION ') from pg_proc p
            where pronamespace = 'public'::regnamespace and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
            order by proname collate "C"
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var functions = new List<string>();
        while (await reader.ReadAsync()) functions.Add(reader.GetString(0));
        return functions;
    }
}
