using Doneon.Dev;
using Npgsql;

namespace Doneon.Tests.Database;

[CollectionDefinition(Name)]
public sealed class Servers : ICollectionFixture<Clusters>
{
    public const string Name = "two versions of PostgreSQL";
}

/// <summary>The machine's own PostgreSQL and npm's, which is newer: rules on roles and the words of the catalog differ between them.</summary>
public sealed class Clusters : IAsyncLifetime
{
    const string Template = "migrated";

    PostgresServer? _machine, _npm;

    public PostgresServer this[string server] => (server == "npm" ? _npm : _machine)!;

    public string Programs { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var (machine, npm) = (await PostgresBinaries.Find(), await PostgresBinaries.FromNpm());
        Programs = machine.Folder;
        _machine = await Start(machine);
        _npm = await Start(npm);
    }

    public async Task DisposeAsync()
    {
        foreach (var server in new[] { _machine, _npm })
            if (server is not null) await server.DisposeAsync();
    }

    static async Task<PostgresServer> Start(PostgresBinaries binaries)
    {
        var server = await PostgresServer.Start(new()
        {
            Binaries = binaries,
            Settings = new Dictionary<string, string> { ["fsync"] = "off", ["max_connections"] = "200" },
        });
        await server.CreateDatabase(Template);
        await using var template = NpgsqlDataSource.Create(server.Login(Template));
        await new Doneon.Database.Migrator(template, Doneon.Database.Migration.All).Apply(_ => { });
        return server;
    }

    public Task<TestDatabase> Empty(string server) => TestDatabase.Create(this[server]);

    /// <summary>A copy of one that was migrated once: only its own role is still to be made.</summary>
    public async Task<TestDatabase> Migrated(string server)
    {
        var database = await TestDatabase.Create(this[server], template: Template);
        // Named, the migrations are applied without the check against schema.txt, which these tests hold and write.
        await database.Migrator(Doneon.Database.Migration.All).Apply(_ => { });
        return database;
    }
}

/// <summary>A database of one test; its role goes with it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    static int s_count;

    readonly PostgresServer _server;

    TestDatabase(PostgresServer server, string name) =>
        (_server, Name, Source) = (server, name, NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.Login(name).ConnectionString) { Pooling = true }));

    public string Name { get; }
    string Quoted => $"\"{Name.Replace("\"", "\"\"")}\"";
    public string Role => Doneon.Database.Role.NameFor(Name);
    public NpgsqlDataSource Source { get; }
    public NpgsqlConnectionStringBuilder Login => _server.Login(Name);
    public NpgsqlConnectionStringBuilder Superuser => _server.Superuser(Name);

    public Doneon.Database.Migrator Migrator(IReadOnlyList<Doneon.Database.Migration>? migrations = null) => new(Source, migrations);

    public static async Task<TestDatabase> Create(PostgresServer server, string? name = null, string template = "template1")
    {
        var database = new TestDatabase(server, name ?? $"t{Interlocked.Increment(ref s_count)}");
        await using var connection = new NpgsqlConnection(server.Login().ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {database.Quoted} template {template}", connection);
        await command.ExecuteNonQueryAsync();
        return database;
    }

    public async Task Execute(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Value<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<IReadOnlyList<string>> Lines(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return lines;
    }

    public async Task DropRole()
    {
        await ExecuteAsSuperuser($"drop owned by \"{Role}\"; drop role \"{Role}\"");
    }

    public Task ExecuteAsSuperuser(string sql) => ExecuteAsSuperuser(sql, Superuser);

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await ExecuteAsSuperuser($"drop database {Quoted} with (force)", _server.Superuser());
        await ExecuteAsSuperuser($"drop role if exists \"{Role}\"", _server.Superuser());
    }

    static async Task ExecuteAsSuperuser(string sql, NpgsqlConnectionStringBuilder login)
    {
        login.Pooling = true;
        await using var connection = new NpgsqlConnection(login.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        if (login.Database != "postgres") NpgsqlConnection.ClearPool(connection);
    }
}
