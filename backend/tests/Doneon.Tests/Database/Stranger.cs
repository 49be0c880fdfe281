using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>Another login on a test's database, with fewer rights than the owner.</summary>
sealed class Stranger : IAsyncDisposable
{
    readonly TestDatabase _database;

    Stranger(TestDatabase database, NpgsqlDataSource source, string name) => (_database, Source, Name) = (database, source, name);

    public string Name { get; }
    public NpgsqlDataSource Source { get; }

    public static async Task<Stranger> Create(TestDatabase database, string rights)
    {
        var name = $"stranger_{database.Name}";
        await database.ExecuteAsSuperuser($"create role {name} login password 'stranger' {rights}");
        var login = database.Login;
        (login.Username, login.Password) = (name, "stranger");
        return new(database, NpgsqlDataSource.Create(login), name);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _database.ExecuteAsSuperuser($"reassign owned by {Name} to doneon; drop owned by {Name}; drop role {Name}");
    }
}
