using Doneon.Database;
using Npgsql;

namespace Doneon.Cli.Doctor;

/// <summary>What a migration needs, and whether the schema is what this program needs.</summary>
static class SchemaChecks
{
    const string Rights = "role rights", Extensions = "extensions", Migrations = "migrations", Schema = "schema", Rls = "row security";
    static readonly string[] NeededExtensions = ["pgcrypto", "btree_gin", "pg_trgm"];

    public static async Task Run(Report report, Settings? settings)
    {
        await using var direct = settings is null ? null : NpgsqlDataSource.Create(settings.Connection(settings.DirectDatabase));
        MigrationStatus? status = null;
        await report.Check(Rights, [DatabaseChecks.Direct], stop => LoginRights.Look(direct!, stop));
        await report.Check(Extensions, [DatabaseChecks.Direct], stop => Available(direct!, stop));
        await report.Check(Migrations, [DatabaseChecks.Direct], async stop =>
        {
            var migrator = new Migrator(direct!);
            status = await migrator.Status(stop);
            if (status.Pending.Count == 0) return Finding.Ok($"all {status.Applied.Count} are applied");
            var pending = string.Join(", ", await migrator.DryRun(stop));
            return settings!.Migrate == Migrate.Apply
                ? Finding.Note($"pending: {pending}; the next start applies them, or doneon migrate does")
                : Finding.Fail($"pending: {pending}, and MIGRATE=verify", "run doneon migrate", StopException.Schema);
        });
        string[] needs = status is { Pending.Count: > 0 } ? [report.Awaits("the pending migrations")] : [Rights, Migrations];
        await report.Check(Schema, needs, stop => Compare(direct!, stop));
        await report.Check(Rls, needs, stop => Entered(direct!, stop));
    }

    static async Task<Finding> Compare(NpgsqlDataSource direct, CancellationToken stop)
    {
        await using var connection = await direct.OpenConnectionAsync(stop);
        var differences = await SchemaCheck.Differences(connection, stop);
        return differences.Count == 0
            ? Finding.Ok("as this program needs it")
            : Finding.Fail(string.Join("; ", differences), "doneon migrate mends role, grants and policies; undo by hand what was changed by hand", StopException.Schema);
    }

    static async Task<Finding> Entered(NpgsqlDataSource direct, CancellationToken stop)
    {
        await using var connection = await direct.OpenConnectionAsync(stop);
        var differences = await SchemaCheck.Entering(connection, stop);
        return differences.Count == 0
            ? Finding.Ok($"active after switching to {Role.NameFor(connection.Database)}")
            : Finding.Fail(string.Join("; ", differences), "run doneon migrate, and see role rights above", StopException.Schema);
    }

    static async Task<Finding> Available(NpgsqlDataSource direct, CancellationToken stop)
    {
        await using var command = direct.CreateCommand("""
            select name, exists (select from pg_extension where extname = name),
                exists (select from pg_available_extension_versions v where v.name = wanted.name),
                (select rolsuper from pg_roles where rolname = current_user) or has_database_privilege(current_database(), 'CREATE')
                    and exists (select from pg_available_extension_versions v where v.name = wanted.name and trusted)
            from unnest($1) wanted (name)
            """);
        command.Parameters.Add(new() { Value = NeededExtensions });
        await using var row = await command.ExecuteReaderAsync(stop);
        List<string> there = [], creatable = [], absent = [], refused = [];
        while (await row.ReadAsync(stop))
            (row.GetBoolean(1) ? there : !row.GetBoolean(2) ? absent : row.GetBoolean(3) ? creatable : refused).Add(row.GetString(0));
        if (absent.Count > 0)
            return Finding.Fail($"the server lacks {string.Join(", ", absent)}", "install PostgreSQL's contrib package there", StopException.Schema);
        if (refused.Count > 0)
            return Finding.Fail($"the login may not create {string.Join(", ", refused)}",
                $"let an administrator run {string.Join("; ", refused.Select(name => $"create extension {name}"))}", StopException.Schema);
        return Finding.Ok(creatable.Count == 0 ? $"{string.Join(", ", there)} are there" : $"{string.Join(", ", creatable)} can be created by migrate");
    }
}
