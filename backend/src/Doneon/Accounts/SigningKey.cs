using System.Security.Cryptography;
using Doneon.Database;
using Npgsql;

namespace Doneon.Accounts;

/// <summary>The key that signs tokens: JWT_SECRET, or one made once and kept in the database, so that replicas agree.</summary>
public static class SigningKey
{
    public static async Task<byte[]> Load(Db db, Settings settings)
    {
        if (settings.JwtSecret is { } secret) return secret;
        var fresh = RandomNumberGenerator.GetBytes(32);
        // Replicas that start together agree on whoever was first.
        await db.AsServer().Execute($"insert into server_key (name, value) values ('token', {fresh}) on conflict do nothing");
        return (await db.AsServerReading().One<Key>($"select value from server_key where name = 'token'"))!.Value;
    }

    sealed record Key(byte[] Value) : IRow<Key>
    {
        public static Key Read(NpgsqlDataReader row) => new(row.GetFieldValue<byte[]>(0));
    }
}
