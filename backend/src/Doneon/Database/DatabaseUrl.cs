using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Doneon.Database;

/// <summary>Where the data lives and how it is reached: one validated libpq URI. It prints itself without its password.</summary>
public sealed partial record DatabaseUrl
{
    const int DefaultPort = 5432, LongestConnectTimeout = 300, LongestName = 63;
    const string Pooler = "-pooler";

    public string User { get; private init; } = "";
    public string Host { get; private init; } = "";
    public int Port { get; private init; }
    public string Database { get; private init; } = "";
    public int? ConnectTimeout { get; private init; }

    string? Password { get; init; }
    string ApplicationName { get; init; } = "doneon";
    string? Options { get; init; }
    DatabaseTls Tls { get; init; } = new(SslMode.VerifyFull, ChannelBinding.Prefer, SslNegotiation.Postgres, null);

    public bool IsNeon => Reach == Reach.Neon;
    public bool IsSocket => Reach == Reach.Socket;
    public bool IsPooledHost => IsNeon && Endpoint.EndsWith(Pooler, StringComparison.Ordinal);

    /// <summary>The same database without Neon's pooler in between: for migrations and LISTEN.</summary>
    public DatabaseUrl Direct => IsPooledHost ? this with { Host = Endpoint[..^Pooler.Length] + Host[Endpoint.Length..] } : this;

    string Endpoint => Host.Split('.')[0];

    Reach Reach => Host switch
    {
        ['/', ..] => Reach.Socket,
        "localhost" => Reach.Loopback,
        _ when IPAddress.TryParse(Host, out var ip) => IPAddress.IsLoopback(ip) ? Reach.Loopback : Reach.Remote,
        _ when NeonHost().IsMatch(Host) => Reach.Neon,
        _ => Reach.Remote,
    };

    public static DatabaseUrl Parse(string variable, string? text)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(text))
                throw new FormatException($"is {(text == null ? "not set" : "empty")}; set it to a PostgreSQL database, e.g. {variable}={LibpqUri.Example}");
            return From(LibpqUri.Read(text));
        }
        catch (FormatException mistake)
        {
            throw new StopException(StopException.Settings, $"{variable} {mistake.Message}");
        }
    }

    static DatabaseUrl From(Dictionary<string, string> values)
    {
        var url = new DatabaseUrl
        {
            User = Name(values, "user") ?? throw new FormatException($"names no user; write it like {LibpqUri.Example}"),
            Password = values.GetValueOrDefault("password"),
            Host = CheckedHost(values.GetValueOrDefault("host")),
            Port = Number(values, "port", 65535) ?? DefaultPort,
            Database = Name(values, "dbname") ?? throw new FormatException($"names no database; write it after the host, like {LibpqUri.Example}"),
            ApplicationName = Name(values, "application_name") ?? "doneon",
            ConnectTimeout = Number(values, "connect_timeout", LongestConnectTimeout),
            Options = values.GetValueOrDefault("options"),
        };
        if (url.IsPooledHost && url.Options != null)
            throw new FormatException("has options, which Neon's pooler refuses; drop them, or use the host without -pooler");
        // Only a single host is accepted, and Doneon itself demands a server that takes writes: there is nothing left to choose.
        if (values.TryGetValue("target_session_attrs", out var target) && target is not ("any" or "read-write"))
            throw new FormatException("has a target_session_attrs for reading; Doneon writes: use read-write or drop it");
        return url with { Tls = DatabaseTls.Choose(url.Reach, values) };
    }

    /// <summary>What the URL says, as Npgsql wants it. Pool sizes and command time-outs are the caller's.</summary>
    public NpgsqlConnectionStringBuilder Builder() => new()
    {
        Host = Host,
        Port = Port,
        Database = Database,
        Username = User,
        Password = Password,
        ApplicationName = ApplicationName,
        Options = Options,
        SslMode = Tls.Mode,
        SslNegotiation = Tls.Negotiation,
        RootCertificate = Tls.RootCertificate,
        ChannelBinding = Tls.Binding,
        // Npgsql checks the binding only within SCRAM; without this, a false server could ask for the password in clear text.
        RequireAuth = Tls.Binding == ChannelBinding.Require ? "ScramSHA256" : null,
        // The default opens a second socket after every failure.
        GssEncryptionMode = GssEncryptionMode.Disable,
        // Behind a transaction-mode pooler the reset would reach somebody else's session; Db leaves nothing to reset.
        NoResetOnClose = true,
        IncludeErrorDetail = false,
        PersistSecurityInfo = false,
        Enlist = false,
    };

    /// <summary>Npgsql also listens to libpq's variables. The URL is the whole truth, so the process forgets them before it connects.</summary>
    public static void ForgetLibpqVariables()
    {
        foreach (var name in (string[])[
            "PASSWORD", "PASSFILE", "OPTIONS", "TZ", "CLIENTENCODING", "TARGETSESSIONATTRS", "SSLROOTCERT", "SSLCERT", "SSLKEY", "REQUIREAUTH"])
            Environment.SetEnvironmentVariable("PG" + name, null);
    }

    public override string ToString() =>
        $"{User}@{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}/{Database} ({(IsSocket ? "unix socket" : Tls)})";

    static string CheckedHost(string? host) => host switch
    {
        null => throw new FormatException($"names no host; write it like {LibpqUri.Example}"),
        _ when host.Contains(',') => throw new FormatException("names several hosts, but Doneon speaks to one; keep the host that accepts writes"),
        ['/', ..] => host,
        _ when host.Contains(':') && IPAddress.TryParse(host, out _) => host,
        _ when host.Length <= 253 && HostName().IsMatch(host) => host.ToLowerInvariant(),
        _ => throw new FormatException("has a host that is neither a name, an IP address nor a socket folder; check the part after the @"),
    };

    // PostgreSQL cuts longer names off silently and would open something else.
    static string? Name(Dictionary<string, string> values, string keyword) =>
        !values.TryGetValue(keyword, out var name) || Encoding.UTF8.GetByteCount(name) <= LongestName
            ? name
            : throw new FormatException($"has a {keyword} longer than {LongestName} bytes, the most that PostgreSQL keeps; shorten it");

    static int? Number(Dictionary<string, string> values, string keyword, int most)
    {
        if (!values.TryGetValue(keyword, out var text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new FormatException($"has a {keyword} that is not a whole number from 1 to {most}; check that special characters in the password are percent-encoded");
    }

    [GeneratedRegex(@"\A[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"\.neon\.(tech|build)\z")]
    private static partial Regex NeonHost();
}
