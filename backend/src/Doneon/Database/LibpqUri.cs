using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Doneon.Database;

/// <summary>
/// Takes a connection URI apart into libpq's own keywords (user, host, dbname, sslmode …).
/// No message repeats a value: a slip in the URI may have put the password anywhere.
/// </summary>
static partial class LibpqUri
{
    public const string Example = "postgresql://user:password@host/database?sslmode=verify-full";

    static readonly string[] Keywords =
    [
        "user", "password", "host", "port", "dbname", "sslmode", "sslnegotiation", "sslrootcert", "channel_binding",
        "application_name", "connect_timeout", "options", "target_session_attrs",
    ];

    const string Encode = "in a user name or password, percent-encode @ : / ? # % and blanks (@ is %40, # is %23)";

    static readonly SearchValues<char> AuthorityEnd = SearchValues.Create("/?");
    static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public static Dictionary<string, string> Read(string text)
    {
        var rest = AfterScheme(text);
        if (rest.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            throw new FormatException($"contains a blank or control character; {Encode}");
        if (rest.Contains('#'))
            throw new FormatException($"contains a bare #; {Encode}");

        var end = rest.AsSpan().IndexOfAny(AuthorityEnd);
        var authority = end < 0 ? rest : rest[..end];
        var at = rest.IndexOf('@');
        if (at >= authority.Length || at != rest.LastIndexOf('@'))
            throw new FormatException($"has an @ (or a / or ? before it) in an unexpected place; {Encode}");

        var values = new Dictionary<string, string>();
        ReadUser(values, authority[..Math.Max(at, 0)]);
        ReadHost(values, authority[(at + 1)..]);

        var tail = rest[authority.Length..];
        var query = tail.IndexOf('?');
        var path = query < 0 ? tail : tail[..query];
        if (path.LastIndexOf('/') > 0)
            throw new FormatException("has a / in or after the database's name; drop it, or write it as %2F");
        Add(values, "dbname", path.TrimStart('/'));
        if (query >= 0 && query + 1 < tail.Length)
            ReadParameters(values, tail[(query + 1)..], namesAreSafe: at >= 0);
        return values;
    }

    static void ReadUser(Dictionary<string, string> values, string text)
    {
        var colon = text.IndexOf(':');
        Add(values, "user", colon < 0 ? text : text[..colon]);
        Add(values, "password", colon < 0 ? "" : text[(colon + 1)..]);
    }

    static void ReadHost(Dictionary<string, string> values, string text)
    {
        if (text.Contains(','))
            throw new FormatException("names several hosts, but Doneon speaks to one; keep the host that accepts writes");

        var host = text;
        var port = "";
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']');
            if (close < 0 || !IPAddress.TryParse(text.AsSpan(1, close - 1), out var ip) || ip.AddressFamily != AddressFamily.InterNetworkV6)
                throw new FormatException("has no valid IPv6 address between [ and ]; write it like [2001:db8::1]:5432");
            (host, port) = (text[1..close], text[(close + 1)..]);
            if (port is not "" && port[0] != ':')
                throw new FormatException("has text between the IPv6 address and the port; write it like [2001:db8::1]:5432");
        }
        else if (text.IndexOf(':') is >= 0 and var colon)
        {
            (host, port) = (text[..colon], text[colon..]);
            if (port.AsSpan(1).Contains(':'))
                throw new FormatException($"has more than one : after the user; write an IPv6 address in brackets, and {Encode}");
        }

        if (port == ":")
            throw new FormatException("has a : after the host but no port; add the port or drop the colon");
        Add(values, "host", host);
        Add(values, "port", port.TrimStart(':'));
    }

    static void ReadParameters(Dictionary<string, string> values, string query, bool namesAreSafe)
    {
        var pairs = query.Split('&');
        // A bare & in a password given here would turn the rest of it into a parameter's name.
        namesAreSafe &= !pairs.Any(pair => pair.StartsWith("password=", StringComparison.Ordinal));

        foreach (var pair in pairs)
        {
            var parts = pair.Split('=');
            var name = namesAreSafe && ParameterName().IsMatch(parts[0]) ? $"the parameter \"{parts[0]}\"" : "a parameter";
            if (!Keywords.Contains(parts[0]))
                throw new FormatException($"has {name}, which Doneon does not know; known are {string.Join(", ", Keywords)}");
            if (parts.Length < 2 || parts[1] == "")
                throw new FormatException($"has {name} without a value; write name=value or drop it");
            if (parts.Length > 2)
                throw new FormatException($"has a bare = in the value of {name}; write it as %3D");
            if (values.ContainsKey(parts[0]))
                throw new FormatException($"gives {parts[0]} twice; keep one of them");
            Add(values, parts[0], parts[1]);
        }
    }

    static void Add(Dictionary<string, string> values, string keyword, string raw)
    {
        if (raw == "")
            return;
        var value = Decode(keyword, raw);
        if (keyword == "password" ? value.Contains('\0') : value.EnumerateRunes().Any(Invisible))
            throw new FormatException($"has a control or invisible character in its {keyword}; remove it");
        values.Add(keyword, value);
    }

    static string Decode(string keyword, string raw)
    {
        try
        {
            var source = Utf8.GetBytes(raw);
            var length = 0;
            for (var i = 0; i < source.Length; i++, length++)
            {
                if (source[i] != '%')
                    source[length] = source[i];
                else if (i + 2 < source.Length
                    && byte.TryParse(source.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out source[length]))
                    i += 2;
                else
                    throw new FormatException($"has a % in its {keyword} that two hexadecimal digits do not follow; write a plain % as %25");
            }
            return Utf8.GetString(source, 0, length);
        }
        catch (ArgumentException)
        {
            throw new FormatException($"has a {keyword} that is not UTF-8; percent-encode its UTF-8 bytes");
        }
    }

    static bool Invisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    static string AfterScheme(string text)
    {
        foreach (var scheme in (string[])["postgresql://", "postgres://"])
            if (text.StartsWith(scheme, StringComparison.Ordinal))
                return text[scheme.Length..];

        if (text != text.Trim())
            throw new FormatException("begins or ends with a blank; remove it");
        if (text.StartsWith("psql ", StringComparison.Ordinal))
            throw new FormatException("holds a psql command; keep only the URL inside its quotes");
        if (text[0] is '"' or '\'')
            throw new FormatException("begins with a quotation mark; write the URL without quotes");
        if (PythonDriver().Match(text) is { Success: true } python)
            throw new FormatException($"names a Python driver; drop \"{python.Groups[1].Value}\" so that it begins with postgresql://");
        if (text.StartsWith("jdbc:", StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"is a JDBC URL; drop \"jdbc:\" and write it like {Example}");
        if (OtherDatabase().Match(text) is { Success: true } other)
            throw new FormatException($"names {other.Groups[1].Value}, but Doneon keeps its data in PostgreSQL only; write it like {Example}");
        if (WebAddress().IsMatch(text))
            throw new FormatException($"is a web address; copy the connection string from your database's console, like {Example}");
        if (KeyValue().IsMatch(text))
            throw new FormatException($"is a key=value connection string; write it as a URL like {Example}");
        throw new FormatException($"does not begin with postgresql:// or postgres://; write it like {Example}");
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_.-]{0,39}\z")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"\Apostgres(?:ql)?(\+[a-z0-9]{1,16})://")]
    private static partial Regex PythonDriver();

    [GeneratedRegex(@"\A(sqlite|mysql|mariadb|mssql|sqlserver|oracle|mongodb|redis|file)(\+[a-z0-9]+)?:", RegexOptions.IgnoreCase)]
    private static partial Regex OtherDatabase();

    [GeneratedRegex(@"\Ahttps?://", RegexOptions.IgnoreCase)]
    private static partial Regex WebAddress();

    [GeneratedRegex(@"\A[A-Za-z ]{2,30}=")]
    private static partial Regex KeyValue();
}
