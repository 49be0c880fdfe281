using Doneon.Accounts;
using Doneon.Database;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>The doors to SQL, as handlers use them.</summary>
static class Doors
{
    public static Db Db(this TestHost host) => host.Services.GetRequiredService<Db>();

    public static CurrentUser Me(this TestHost host, Person person, bool onlyReads = false) => new(host.TokenOf(person), onlyReads);

    public static Token TokenOf(this TestHost host, Person person)
    {
        Assert.True(host.Services.GetRequiredService<Tokens>().TryRead(person.Token, out var token));
        return token;
    }

    /// <summary>A door over one connection, so that each statement meets what the one before has left behind.</summary>
    public static (Db Db, Connections Connections) Narrow(this TestHost host, NpgsqlConnectionStringBuilder login, bool prepare, double seconds = 10, int most = 1)
    {
        var settings = new NpgsqlConnectionStringBuilder(login.ConnectionString) { Pooling = true, NoResetOnClose = true, MaxPoolSize = most, Timeout = 5 };
        var connections = new Connections(settings, prepare);
        return (new Db(connections, Role.NameFor(host.Database), TimeSpan.FromSeconds(seconds)), connections);
    }

    public static async Task<string?> Text(this Door door, Sql sql) => (await door.One<Text>(sql))?.Value;
}

/// <summary>The first column of a row, whatever it is, as text.</summary>
sealed record Text(string? Value) : IRow<Text>
{
    public static Text Read(NpgsqlDataReader row) => new(row.IsDBNull(0) ? null : Convert.ToString(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
}
