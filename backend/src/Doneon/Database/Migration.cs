using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Doneon.Database;

/// <summary>
/// One numbered SQL file of the binary. A file that begins with <c>-- not transactional</c> may be cut off between its statements,
/// which end with the line, and is then run again from the beginning: it has to bear that.
/// </summary>
public sealed partial record Migration(int Version, string Name, string Sql)
{
    public static IReadOnlyList<Migration> All { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(file => Numbered().IsMatch(file))
        .Order(StringComparer.Ordinal)
        .Select(file => new Migration(int.Parse(file[..4], CultureInfo.InvariantCulture), file[..^".sql".Length], Text(file)))];

    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    public bool IsTransactional => !Sql.StartsWith("-- not transactional", StringComparison.Ordinal);

    public IEnumerable<string> Statements => IsTransactional
        ? [Sql]
        : Sql.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>An embedded file with the line endings that it has in the repository, whatever a checkout made of them.</summary>
    internal static string Text(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not part of the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^\d{4}_\w+\.sql$")]
    private static partial Regex Numbered();
}
