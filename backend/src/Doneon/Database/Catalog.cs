using System.Text.RegularExpressions;
using Npgsql;

namespace Doneon.Database;

/// <summary>
/// One thing that is so in the database, in a line: <c>column task.title: character varying(200) not null</c>. What stands after a
/// semicolon is a remark on a state that should not be, such as <c>; not valid</c>.
/// </summary>
public sealed partial record Fact(string Name, string Value)
{
    /// <summary>The table or view that it is about, or an empty string.</summary>
    public string Of => Table().Match(Name).Groups[1].Value;

    public bool Is(string kind) => Name.StartsWith(kind + " ", StringComparison.Ordinal);

    public static Fact Parse(string line)
    {
        var parts = line.Split(": ", 2);
        return new(parts[0], parts[1]);
    }

    public override string ToString() => $"{Name}: {Value}";

    [GeneratedRegex(@"(?:^table |^view |^column | on | of )([^ .]+)")]
    private static partial Regex Table();
}

/// <summary>Reads schema public as facts: the same on every supported version, and whatever database and owner are called.</summary>
public static partial class Catalog
{
    public static async Task<IReadOnlyList<Fact>> Read(NpgsqlConnection connection, string role, CancellationToken stop = default)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("set local search_path = public"),
                new NpgsqlBatchCommand(Query) { Parameters = { new() { Value = role } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var facts = new List<Fact>();
        while (await reader.ReadAsync(stop))
            facts.Add(new(reader.GetString(0), OneLine(reader.GetString(1))));
        return facts;
    }

    static string OneLine(string definition) => Token().Replace(definition, token => token.Value switch
    {
        ['\'', ..] literal when literal.Contains('\n') => "E" + literal.Replace(@"\", @"\\").Replace("\n", @"\n"),
        ['\'', ..] literal => literal,
        "public." => "",
        _ => " ",
    }).Trim();

    [GeneratedRegex(@"'(?:[^']|'')*'|\bpublic\.|\s+")]
    private static partial Regex Token();

    // Version 18 lists NOT NULL among the constraints; here it belongs to the column on all of them. Versions before 16 put the
    // table's alias before each column of a view. Function bodies count without case and spacing, for the contract's sake.
    const string Query = """
        with me as (
            select oid from pg_roles where rolname = $1
        ), relation as (
            select * from pg_class c
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'f', 'v', 'm') and relname <> 'doneon_migration'
                and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
        ), function as (
            select * from pg_proc p
            where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
                and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')
        ), grantee as (
            select oid, '{role}' as name from me union all select 0, 'public'
        ), fact(section, relation, part, position, name, value) as (
            select 1, '', 1, 0, 'extension ' || extname, 'in schema ' || extnamespace::regnamespace
            from pg_extension where extname <> 'plpgsql'
            union all
            select 1, '', 2, 0, 'grant on schema public to {role}', string_agg(lower(privilege_type), ', ' order by privilege_type)
            from pg_namespace, aclexplode(nspacl) a join me on me.oid = a.grantee where nspname = 'public' having count(*) > 0
            union all
            select 2, '', 1, 0, 'enum ' || typname,
                (select string_agg(enumlabel, ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid)
            from pg_type t where typnamespace = 'public'::regnamespace and typtype = 'e'
            union all
            select 3, relname, 1, 0, 'table ' || relname,
                case relkind when 'r' then 'ordinary' when 'p' then 'partitioned' else 'foreign' end
                || case relpersistence when 'p' then '' else '; unlogged' end
            from relation where relkind in ('r', 'p', 'f')
            union all
            select 3, relname, 2, 0, 'row security of ' || relname,
                case when relrowsecurity then 'on' else 'off' end || case when relforcerowsecurity then '; forced' else '' end
            from relation where relkind in ('r', 'p', 'f')
            union all
            select 3, relname, 3, attnum, format('column %s.%s', relname, attname),
                format_type(atttypid, atttypmod)
                || coalesce((select ' collate ' || quote_ident(collname)
                    from pg_collation l join pg_type t on t.oid = atttypid where l.oid = attcollation and attcollation <> typcollation), '')
                || case when attnotnull then ' not null' else '' end
                || case attidentity when 'a' then ' generated always as identity'
                    when 'd' then ' generated by default as identity' else '' end
                || case attgenerated when '' then coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
                    else format(' generated always as (%s) %s', pg_get_expr(adbin, adrelid),
                        case attgenerated when 's' then 'stored' else 'virtual' end) end
            from relation r join pg_attribute on attrelid = r.oid left join pg_attrdef on adrelid = attrelid and adnum = attnum
            where relkind in ('r', 'p', 'f') and attnum > 0 and not attisdropped
            union all
            select 3, relname, 4, 0, format('constraint %s on %s', conname, relname),
                pg_get_constraintdef(c.oid)
                || case when exists (select from pg_trigger where tgconstraint = c.oid and tgenabled in ('D', 'R'))
                    then '; disabled' else '' end
            from relation r join pg_constraint c on conrelid = r.oid where contype in ('p', 'u', 'f', 'c', 'x')
            union all
            select 3, relname, 5, 0,
                case when indisunique then 'unique ' else '' end || format('index %s on %s', (select relname from pg_class where oid = indexrelid), relname),
                substring(pg_get_indexdef(indexrelid) from 'USING (.*)')
                || case when indisvalid and indisready then '' else '; not valid' end
            from relation r join pg_index on indrelid = r.oid
            where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
            union all
            select 3, relname, 6, 0, format('trigger %s on %s', tgname, relname),
                regexp_replace(pg_get_triggerdef(t.oid), '^CREATE (CONSTRAINT )?TRIGGER \S+ ', '\1')
                || case tgenabled when 'O' then '' when 'D' then '; disabled' when 'A' then '; also fired by replication'
                    else '; fired by replication only' end
            from relation r join pg_trigger t on tgrelid = r.oid where not tgisinternal
            union all
            select 3, relname, 7, 0, format('policy %s on %s', polname, relname),
                format('as %s for %s to %s', case when polpermissive then 'permissive' else 'restrictive' end,
                    case polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
                    (select string_agg(coalesce(g.name, member::regrole::text), ', ' order by g.name, member)
                        from unnest(polroles) member left join grantee g on g.oid = member))
                || coalesce(' using (' || pg_get_expr(polqual, polrelid) || ')', '')
                || coalesce(' with check (' || pg_get_expr(polwithcheck, polrelid) || ')', '')
            from relation r join pg_policy on polrelid = r.oid
            union all
            select 3, relname, 8, 0, format('grant on %s to %s', relname, g.name),
                string_agg(lower(privilege_type), ', ' order by privilege_type)
            from relation, aclexplode(coalesce(relacl, acldefault('r', relowner))) a join grantee g on g.oid = a.grantee
            group by relname, g.name
            union all
            select 3, relname, 9, attnum, format('grant on %s.%s to %s', relname, attname, g.name),
                string_agg(lower(privilege_type), ', ' order by privilege_type)
            from relation r join pg_attribute on attrelid = r.oid, aclexplode(attacl) a join grantee g on g.oid = a.grantee
            group by relname, attnum, attname, g.name
            union all
            select 3, relname, 1, 0, 'view ' || relname,
                regexp_replace(rtrim(pg_get_viewdef(oid), ';'), '\mt\.', '', 'g')
                || coalesce('; with ' || array_to_string(reloptions, ', '), '')
                || case when relowner = (select relowner from relation where relname = 'task') then '' else '; not owned by the owner of task' end
            from relation where relkind in ('v', 'm')
            union all
            select 4, '', 1, 0, format('function %s(%s)', proname, pg_get_function_identity_arguments(f.oid)),
                format('returns %s language %s %s%s%s body %s',
                    pg_get_function_result(f.oid), (select lanname from pg_language where oid = prolang),
                    case provolatile when 'v' then 'volatile' when 's' then 'stable' else 'immutable' end,
                    case when prosecdef then ' security definer' else '' end,
                    coalesce(' set ' || array_to_string(proconfig, ' set '), ''),
                    left(encode(sha256(convert_to(lower(btrim(regexp_replace(prosrc, '\s+', ' ', 'g'))), 'UTF8')), 'hex'), 16))
                || case when prorettype = 'trigger'::regtype then '' else ' executable by ' || coalesce(
                    (select string_agg(g.name, ', ' order by g.name)
                        from aclexplode(coalesce(proacl, acldefault('f', proowner))) a join grantee g on g.oid = a.grantee), 'nobody') end
                || case when not prosecdef or proowner = (select relowner from relation where relname = 'task') then ''
                    else '; not owned by the owner of task' end
            from function f
        )
        select name, value from fact
        order by section, relation collate "C", part, position, name collate "C"
        """;
}
