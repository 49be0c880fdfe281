using Npgsql;

namespace Doneon.Database;

/// <summary>Adopts: the tables are there, made by the first applications, and no migration is recorded.</summary>
public sealed record MigrationStatus(IReadOnlyList<Migration> Applied, IReadOnlyList<Migration> Pending, bool Adopts)
{
    /// <summary>The first migration is the contract itself: on an adopted database it has nothing to do.</summary>
    public bool IsAdopted(Migration migration) => Adopts && migration.Version == 1;

    public string Describe(Migration migration) =>
        IsAdopted(migration) ? $"{migration.Name} (already there: marked as applied)" : migration.Name;
}

/// <summary>What the table doneon_migration says, held against the migrations that this program knows.</summary>
sealed class MigrationHistory(IReadOnlyList<Migration> known)
{
    public async Task<MigrationStatus> Read(NpgsqlConnection connection, CancellationToken stop)
    {
        var (schema, hasHistory, hasTables) = await Place(connection, stop);
        if (schema != "public")
            throw Refuse($"the login's current schema is {schema}, Doneon needs public: set the login's search_path to public");

        var applied = hasHistory ? await Applied(connection, stop) : [];
        var pending = known.Except(applied).ToList();
        if (applied is [.., var last] && pending.FirstOrDefault(migration => migration.Version < last.Version) is { } gap)
            throw Refuse($"the database's history lacks {gap.Name} but goes on after it: the history was edited");
        return new(applied, pending, Adopts: applied.Count == 0 && hasTables);
    }

    public static async Task Record(NpgsqlConnection connection, Migration migration, CancellationToken stop)
    {
        await Migrator.Execute(connection, """
            create table if not exists doneon_migration (
                version integer primary key,
                name text not null,
                checksum text not null,
                applied_at timestamptz not null default current_timestamp
            )
            """, stop);
        await using var insert = new NpgsqlCommand("insert into doneon_migration (version, name, checksum) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await insert.ExecuteNonQueryAsync(stop);
    }

    static async Task<(string Schema, bool HasHistory, bool HasTables)> Place(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select coalesce(current_schema(), 'none'), to_regclass('public.doneon_migration') is not null,
                exists (select from pg_class where relnamespace = to_regnamespace('public') and relname in ('user', 'task', 'session'))
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return (reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2));
    }

    async Task<List<Migration>> Applied(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "select version, name, checksum from public.doneon_migration order by version", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var applied = new List<Migration>();
        while (await reader.ReadAsync(stop))
            applied.Add(Known(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    Migration Known(int version, string name, string checksum)
    {
        var migration = known.FirstOrDefault(migration => migration.Version == version)
            ?? throw Refuse($"the database is newer than this program: it has {name}, the last one known here is {known[^1].Name}: "
                + "start a newer Doneon");
        if (migration.Name != name || migration.Checksum != checksum)
            throw Refuse($"the database was migrated with another {name} than this program's {migration.Name}: the history was edited");
        return migration;
    }

    static StopException Refuse(string message) => new(StopException.Schema, message);
}
