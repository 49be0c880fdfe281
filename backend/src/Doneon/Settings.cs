using System.Net;
using System.Text;
using Doneon.Database;
using Npgsql;
using IPNetwork = System.Net.IPNetwork;

namespace Doneon;

public enum Prepare { Auto, On, Off }
public enum Migrate { Apply, Verify }
public enum SignUp { Open, Closed }

/// <summary>All that a process is told from outside, checked once at start. Prints itself without secrets.</summary>
public sealed partial record Settings
{
    public required bool Development { get; init; }

    public required DatabaseUrl Database { get; init; }

    /// <summary>The same database without a pooler: for migrations and LISTEN.</summary>
    public required DatabaseUrl DirectDatabase { get; init; }

    public required int PoolSize { get; init; }
    public required TimeSpan PoolIdle { get; init; }
    public required TimeSpan PoolLifetime { get; init; }
    public required TimeSpan ConnectTimeout { get; init; }
    public required TimeSpan CommandTimeout { get; init; }
    public required TimeSpan DatabaseWait { get; init; }
    public required Prepare Prepare { get; init; }
    public required Migrate Migrate { get; init; }
    public required IReadOnlyList<string> Urls { get; init; }
    public required byte[]? JwtSecret { get; init; }
    public required TimeSpan SessionLifetime { get; init; }
    public required SignUp Registration { get; init; }
    public required int MaxTasksPerUser { get; init; }
    public required int RequestsPerMinuteUser { get; init; }
    public required int RequestsPerMinuteAddress { get; init; }
    public required int SigninsPerMinuteAddress { get; init; }
    public required int FailedLoginsPerAccount { get; init; }
    public required int FailedLoginsPerAddress { get; init; }
    public required IReadOnlyList<string> AllowedOrigins { get; init; }
    public required IReadOnlyList<IPNetwork> TrustedProxies { get; init; }
    public required LogLevel LogLevel { get; init; }
    public required bool LogRequests { get; init; }
    public required Uri? OtlpEndpoint { get; init; }
    public required bool OtlpGrpc { get; init; }

    public static Settings Read(Func<string, string?> variable, bool development)
    {
        var read = new SettingsReader(variable);
        var database = read.Url("DATABASE_URL", required: true);
        var unpooled = read.Url("DATABASE_URL_UNPOOLED", required: false);
        if (unpooled is { IsPooledHost: true })
            read.Wrong("DATABASE_URL_UNPOOLED names a -pooler host; drop -pooler from its name, or unset the variable");
        if (unpooled != null && database != null && unpooled.Database != database.Database)
            read.Wrong("DATABASE_URL_UNPOOLED names another database than DATABASE_URL; both must name the same");
        // What migrates grants the role to itself, and owns the tables: another login could not serve.
        if (unpooled != null && database != null && unpooled.User != database.User)
            read.Wrong("DATABASE_URL_UNPOOLED names another user than DATABASE_URL; both must name the same");

        var port = read.Number("PORT");
        var settings = new Settings
        {
            Development = development,
            // Without a database StopIfWrong never lets the record out.
            Database = database!,
            DirectDatabase = unpooled ?? database?.Direct!,
            PoolSize = read.Number("POOL_SIZE"),
            PoolIdle = read.Seconds("POOL_IDLE_SECONDS"),
            PoolLifetime = read.Seconds("POOL_LIFETIME_SECONDS"),
            ConnectTimeout = read.Text("DB_CONNECT_SECONDS") == null && database?.ConnectTimeout is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : read.Seconds("DB_CONNECT_SECONDS"),
            CommandTimeout = read.Seconds("DB_COMMAND_SECONDS"),
            DatabaseWait = read.Seconds("DB_WAIT_SECONDS"),
            Prepare = read.Word<Prepare>("DB_PREPARE"),
            Migrate = read.Word<Migrate>("MIGRATE"),
            Urls = read.List("ASPNETCORE_URLS", Address, ';') is { Count: > 0 } urls
                ? urls
                : [$"http://{(development ? "localhost" : "*")}:{port}"],
            JwtSecret = read.Optional("JWT_SECRET", Secret),
            SessionLifetime = TimeSpan.FromDays(read.Number("SESSION_DAYS")),
            Registration = read.Word<SignUp>("REGISTRATION"),
            MaxTasksPerUser = read.Number("MAX_TASKS_PER_USER"),
            RequestsPerMinuteUser = read.Number("REQUESTS_PER_MINUTE_USER"),
            RequestsPerMinuteAddress = read.Number("REQUESTS_PER_MINUTE_ADDRESS"),
            SigninsPerMinuteAddress = read.Number("SIGNINS_PER_MINUTE_ADDRESS"),
            FailedLoginsPerAccount = read.Number("FAILED_LOGINS_PER_ACCOUNT"),
            FailedLoginsPerAddress = read.Number("FAILED_LOGINS_PER_ADDRESS"),
            AllowedOrigins = read.List("ALLOWED_ORIGINS", Origin),
            TrustedProxies = read.List("TRUSTED_PROXIES", Network),
            LogLevel = read.Word<LogLevel>("LOG_LEVEL"),
            LogRequests = read.Word("LOG_REQUESTS") == "true",
            OtlpEndpoint = read.Optional("OTEL_EXPORTER_OTLP_ENDPOINT", Endpoint),
            OtlpGrpc = read.Word("OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc",
        };
        read.StopIfWrong();
        return settings;
    }

    /// <summary>How to reach one of the two databases: the URL's part and the pool's.</summary>
    public NpgsqlConnectionStringBuilder Connection(DatabaseUrl url) => new(url.Builder().ConnectionString)
    {
        MaxPoolSize = PoolSize,
        ConnectionIdleLifetime = (int)PoolIdle.TotalSeconds,
        ConnectionLifetime = (int)PoolLifetime.TotalSeconds,
        Timeout = (int)ConnectTimeout.TotalSeconds,
        CommandTimeout = (int)CommandTimeout.TotalSeconds,
        // Milliseconds. A server that does not confirm a cancel by then is left.
        CancellationTimeout = 500,
    };

    /// <summary>For migrations: one session for the work, two to find out whether a pooler stands between, however small the pool.</summary>
    public NpgsqlConnectionStringBuilder MigratingConnection() =>
        new(Connection(DirectDatabase).ConnectionString) { MaxPoolSize = Math.Max(3, PoolSize) };

    public override string ToString() => $"Doneon on {Database}";

    static byte[] Secret(string text) =>
        Encoding.UTF8.GetBytes(text) is { Length: >= 32 } bytes
            ? bytes
            : throw new FormatException("must be at least 32 bytes long; make one with: openssl rand -base64 48");

    static string Address(string text)
    {
        try
        {
            return BindingAddress.Parse(text).Scheme is "http" or "https" ? text : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new FormatException("must list addresses like http://*:8080, separated by semicolons");
        }
    }

    // Compared byte by byte with what a browser sends: lower case, no default port, no slash at the end.
    static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.UserInfo == "" && uri.GetLeftPart(UriPartial.Authority) == text && !text.Contains('*')
            ? text
            : throw new FormatException("must list origins as a browser sends them, like https://app.example.com or http://localhost:3000, separated by commas");

    static IPNetwork Network(string text)
    {
        if (text.Contains('/') && IPNetwork.TryParse(text, out var network))
            return network;
        // TryParse also reads 10.1 as 10.0.0.1, which nobody means.
        if (IPAddress.TryParse(text, out var ip) && (text.Contains(':') || ip.ToString() == text))
            return new(ip, text.Contains(':') ? 128 : 32);
        throw new FormatException("must list IP addresses or networks like 10.0.0.0/8, separated by commas");
    }

    static Uri Endpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo == ""
            ? uri
            : throw new FormatException("must be an absolute http or https URL without a user, like http://localhost:4318");
}
