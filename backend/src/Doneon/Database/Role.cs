using System.Security.Cryptography;
using System.Text;

namespace Doneon.Database;

/// <summary>The role that requests run as. Roles belong to the whole cluster, so its name carries the database's.</summary>
public static class Role
{
    const string Prefix = "doneon_user_";
    const int LongestName = 63;

    public static string NameFor(string database) =>
        IsPlain(database) && Encoding.UTF8.GetByteCount(Prefix + database) <= LongestName ? Prefix + database : Hashed(database);

    // Any other character could end the quotes of the migrations, such as a dollar sign.
    static bool IsPlain(string database) => database.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.');

    static string Hashed(string database)
    {
        var readable = string.Concat(database.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_').Take(32));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(database)))[..16];
        return $"{Prefix}{readable}_{hash}";
    }
}
