using Doneon.Database;
using Npgsql;

namespace Doneon.Cli.Doctor;

/// <summary>Whether the login may make tables and the role that requests run as, and switch to it.</summary>
static class LoginRights
{
    public static async Task<Finding> Look(NpgsqlDataSource direct, CancellationToken stop)
    {
        await using var connection = await direct.OpenConnectionAsync(stop);
        var (login, role) = (connection.UserName, Role.NameFor(connection.Database));
        // Since version 16 being a member is not enough to switch, and CREATEROLE is not enough to become one of a role that others made.
        var switches = connection.PostgreSqlVersion.Major >= 16 ? "SET" : "MEMBER";
        await using var command = new NpgsqlCommand($"""
            select me.rolsuper, me.rolcreaterole, role.oid is not null,
                coalesce(pg_has_role(role.oid, '{switches}'), false), coalesce(pg_has_role(role.oid, 'MEMBER WITH ADMIN OPTION'), false),
                coalesce(has_schema_privilege(to_regnamespace('public'), 'CREATE'), false),
                (select string_agg(format('%s of %s', relname, relowner::regrole), ', ' order by relname) from pg_class
                    where relnamespace = to_regnamespace('public') and relname in ('user', 'task', 'session') and not pg_has_role(relowner, 'USAGE'))
            from pg_roles me left join pg_roles role on role.rolname = $1 where me.rolname = current_user
            """, connection);
        command.Parameters.Add(new() { Value = role });
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        var (super, creates, exists, mayEnter, administers) = (row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4));

        if (!row.GetBoolean(5))
            return Fail($"{login} may not create tables in the schema public", "use the owner of the database, or let an administrator run "
                + $"grant create on schema public to \"{login}\"");
        if (!await row.IsDBNullAsync(6, stop)) return Fail($"{login} may not change the tables {row.GetString(6)}", "use their owner's login");
        if (mayEnter) return Finding.Ok($"{login} may create tables and switch to {role}");
        var mayGrant = super || administers || (creates && switches == "MEMBER");
        return (exists, creates || super, mayGrant) switch
        {
            (false, true, _) => Finding.Ok($"{login} may create tables, and the role {role} that migrate will make"),
            (true, _, true) => Finding.Ok($"{login} may create tables; migrate will grant it the role {role}"),
            (false, _, _) => Fail($"{login} may not create the role {role}", $"let an administrator run create role \"{role}\" nologin; grant \"{role}\" to \"{login}\""),
            _ => Fail($"{login} may not switch to the role {role}", $"let an administrator run grant \"{role}\" to \"{login}\""),
        };
    }

    static Finding Fail(string text, string remedy) => Finding.Fail(text, remedy, StopException.Schema);
}
