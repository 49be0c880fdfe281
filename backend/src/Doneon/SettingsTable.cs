using System.Text;

namespace Doneon;

public sealed partial record Settings
{
    /// <summary>Every variable, declared once: Read takes defaults and ranges from here, docs/settings.md is made from it.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Setting.Text("DATABASE_URL", "a libpq URL", "The one PostgreSQL database. Required. A host other than this machine needs TLS."),
        Setting.Text("DATABASE_URL_UNPOOLED", "a libpq URL", "The same database without a pooler, for migrations. Without it, a Neon -pooler host is turned into its direct host."),
        Setting.Number("POOL_SIZE", 15, 1, 1000, "Connections to the database that one process holds at most."),
        Setting.Number("POOL_IDLE_SECONDS", 240, 10, 86400, "Idle connections are closed after this time. The default ends before Neon suspends an idle compute (5 minutes), so that few are found dead."),
        Setting.Number("POOL_LIFETIME_SECONDS", 1800, 0, 86400, "A connection is replaced after this time; 0 keeps it for good."),
        Setting.Number("DB_CONNECT_SECONDS", 5, 1, 300, "How long one attempt to connect may take. Wins over connect_timeout in DATABASE_URL."),
        Setting.Number("DB_COMMAND_SECONDS", 10, 1, 3600, "How long a request may take, with all its commands."),
        Setting.Number("DB_WAIT_SECONDS", 30, 0, 3600, "How long a database that is still starting is waited for at start."),
        Setting.Choice("DB_PREPARE", "auto", "auto on off", "Prepared statements; auto stops preparing when a pooler cannot keep them."),
        Setting.Choice("MIGRATE", "apply", "apply verify", "At start, apply pending migrations, or only verify that there are none."),
        Setting.Number("PORT", 8080, 0, 65535, "The port to listen on; 0 takes a free one. In development only this machine can reach it."),
        Setting.Text("ASPNETCORE_URLS", "http(s) addresses separated by ;", "The addresses to listen on. Wins over PORT."),
        Setting.Text("JWT_SECRET", "at least 32 bytes", "The key that signs sessions. Without it, one is made once and kept in the database."),
        Setting.Number("SESSION_DAYS", 30, 1, 400, "How long a login lasts."),
        Setting.Choice("REGISTRATION", "open", "open closed", "Whether anyone may register; closed leaves it to the command line."),
        Setting.Number("MAX_TASKS_PER_USER", 100_000, 1, 10_000_000, "Tasks that one account may hold."),
        Setting.Number("REQUESTS_PER_MINUTE_USER", 1200, 1, 1_000_000, "Requests per minute and user."),
        Setting.Number("REQUESTS_PER_MINUTE_ADDRESS", 3000, 1, 1_000_000, "Requests per minute and network address."),
        Setting.Number("SIGNINS_PER_MINUTE_ADDRESS", 30, 1, 100_000, "Registrations and logins per minute and network address."),
        Setting.Number("FAILED_LOGINS_PER_ACCOUNT", 20, 1, 100_000, "Failed logins per account in 15 minutes."),
        Setting.Number("FAILED_LOGINS_PER_ADDRESS", 60, 1, 100_000, "Failed logins per network address in 15 minutes."),
        Setting.Text("ALLOWED_ORIGINS", "origins separated by commas", "Web pages of other origins that may call the API, each like https://app.example.com. None without it."),
        Setting.Text("TRUSTED_PROXIES", "IP addresses or CIDR networks separated by commas", "Proxies whose X-Forwarded headers are believed. None without it."),
        Setting.Choice("LOG_LEVEL", "information", "trace debug information warning error critical none", "The least severe entry that is logged."),
        Setting.Choice("LOG_REQUESTS", "false", "true false", "One log line per request."),
        Setting.Text("OTEL_EXPORTER_OTLP_ENDPOINT", "an http(s) URL", "Where traces and metrics are sent over OTLP. Nowhere without it."),
        Setting.Choice("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", "http/protobuf grpc", "How they are sent. Collectors listen for http/protobuf on port 4318, for grpc on 4317."),
    ];

    /// <summary>The text of docs/settings.md.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder("""
            # Settings

            Doneon is configured by environment variables; only `DATABASE_URL` is required. In development they may also stand in a file
            `.env` (see `.env.example`); the environment wins. A mistake stops the start with one line that names the variable.

            | variable | default | allowed | meaning |
            |---|---|---|---|

            """);
        foreach (var (name, @default, allowed, meaning) in All)
            page.Append($"| `{name}` | {(@default == "" ? "" : $"`{@default}`")} | {allowed} | {meaning} |\n");
        return page.ToString();
    }
}
