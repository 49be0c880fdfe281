using System.Net;
using Doneon.Database;
using Microsoft.Extensions.Logging;

namespace Doneon.Tests;

public class SettingsTests
{
    const string Url = "postgresql://me:Zq1xW@localhost/todo";

    [Fact]
    public void The_database_alone_is_enough()
    {
        var settings = Read();

        Assert.Equal("localhost", settings.Database.Host);
        Assert.Equal(settings.Database, settings.DirectDatabase);
        Assert.Equal((15, 240, 1800, 5, 10, 30), (settings.PoolSize, (int)settings.PoolIdle.TotalSeconds, (int)settings.PoolLifetime.TotalSeconds,
            (int)settings.ConnectTimeout.TotalSeconds, (int)settings.CommandTimeout.TotalSeconds, (int)settings.DatabaseWait.TotalSeconds));
        Assert.Equal((Prepare.Auto, Migrate.Apply, SignUp.Open), (settings.Prepare, settings.Migrate, settings.Registration));
        Assert.Equal(["http://*:8080"], settings.Urls);
        Assert.Null(settings.JwtSecret);
        Assert.Null(settings.OtlpEndpoint);
        Assert.Equal(TimeSpan.FromDays(30), settings.SessionLifetime);
        Assert.Equal((100_000, 1200, 3000, 30, 20, 60), (settings.MaxTasksPerUser, settings.RequestsPerMinuteUser, settings.RequestsPerMinuteAddress,
            settings.SigninsPerMinuteAddress, settings.FailedLoginsPerAccount, settings.FailedLoginsPerAddress));
        Assert.Empty(settings.AllowedOrigins);
        Assert.Empty(settings.TrustedProxies);
        Assert.Equal((LogLevel.Information, false), (settings.LogLevel, settings.LogRequests));
    }

    [Fact]
    public void Every_value_given_is_taken()
    {
        var settings = Read(
            ("POOL_SIZE", "3"), ("DB_PREPARE", "off"), ("MIGRATE", "verify"), ("REGISTRATION", "closed"), ("LOG_LEVEL", "none"), ("LOG_REQUESTS", "true"),
            ("JWT_SECRET", new string('é', 16)), ("ALLOWED_ORIGINS", "https://a.example, http://localhost:3000,"),
            ("TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.1,::1"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"));

        Assert.Equal(3, settings.PoolSize);
        Assert.Equal((Prepare.Off, Migrate.Verify, SignUp.Closed), (settings.Prepare, settings.Migrate, settings.Registration));
        Assert.Equal((LogLevel.None, true), (settings.LogLevel, settings.LogRequests));
        Assert.Equal(32, settings.JwtSecret?.Length);
        Assert.Equal(["https://a.example", "http://localhost:3000"], settings.AllowedOrigins);
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("192.0.2.1/32"), IPNetwork.Parse("::1/128")], settings.TrustedProxies);
        Assert.Equal("http://localhost:4317/", settings.OtlpEndpoint?.ToString());
    }

    [Fact]
    public void Addresses_win_over_the_port_and_development_stays_on_this_machine()
    {
        Assert.Equal(["http://*:9000"], Read(("PORT", "9000")).Urls);
        Assert.Equal(["http://[::1]:1", "https://*:2"], Read(("PORT", "9000"), ("ASPNETCORE_URLS", "http://[::1]:1;https://*:2")).Urls);
        Assert.Equal(["http://localhost:8080"], Settings.Read(Variables([]), development: true).Urls);
    }

    [Fact]
    public void Connect_timeout_of_the_url_holds_until_the_variable_says_otherwise()
    {
        const string url = Url + "?connect_timeout=9";
        Assert.Equal(9, Read(("DATABASE_URL", url)).ConnectTimeout.TotalSeconds);
        Assert.Equal(2, Read(("DATABASE_URL", url), ("DB_CONNECT_SECONDS", "2")).ConnectTimeout.TotalSeconds);
    }

    [Fact]
    public void Migrations_go_to_the_unpooled_url_or_to_the_direct_host()
    {
        const string pooled = "postgresql://me:pw@ep-x-pooler.aws.neon.tech/todo?sslmode=require";
        Assert.Equal("ep-x.aws.neon.tech", Read(("DATABASE_URL", pooled)).DirectDatabase.Host);
        Assert.Equal("::1", Read(("DATABASE_URL", pooled), ("DATABASE_URL_UNPOOLED", "postgresql://me:pw@[::1]/todo")).DirectDatabase.Host);
        Assert.Contains("DATABASE_URL_UNPOOLED names a -pooler host", Mistakes(("DATABASE_URL_UNPOOLED", pooled)));
        Assert.Contains("DATABASE_URL_UNPOOLED names another database", Mistakes(("DATABASE_URL_UNPOOLED", Url + "2")));
        Assert.Contains("DATABASE_URL_UNPOOLED names another user", Mistakes(("DATABASE_URL_UNPOOLED", Url.Replace("://", "://owner-of-"))));
    }

    [Fact]
    public void A_connection_carries_the_pool_and_the_time_outs()
    {
        var settings = Read(("POOL_SIZE", "7"), ("POOL_IDLE_SECONDS", "20"), ("POOL_LIFETIME_SECONDS", "0"), ("DB_CONNECT_SECONDS", "4"), ("DB_COMMAND_SECONDS", "6"));
        var connection = settings.Connection(settings.Database);

        Assert.Equal((7, 20, 0, 4, 6), (connection.MaxPoolSize, connection.ConnectionIdleLifetime, connection.ConnectionLifetime, connection.Timeout, connection.CommandTimeout));
        Assert.Equal(("localhost", "Zq1xW", true), (connection.Host, connection.Password, connection.NoResetOnClose));
        using var source = Npgsql.NpgsqlDataSource.Create(connection);
    }

    [Theory]
    [InlineData("POOL_SIZE", "0", "from 1 to 1000")]
    [InlineData("POOL_SIZE", "1001", "from 1 to 1000")]
    [InlineData("POOL_SIZE", "-1", "from 1 to 1000")]
    [InlineData("POOL_SIZE", "1.5", "from 1 to 1000")]
    [InlineData("POOL_SIZE", "1e2", "from 1 to 1000")]
    [InlineData("POOL_SIZE", "٣", "from 1 to 1000")]
    [InlineData("POOL_SIZE", "99999999999999999999", "from 1 to 1000")]
    [InlineData("PORT", "65536", "from 0 to 65535")]
    [InlineData("SESSION_DAYS", "401", "from 1 to 400")]
    [InlineData("MIGRATE", "Apply", "apply, verify")]
    [InlineData("DB_PREPARE", "1", "auto, on, off")]
    [InlineData("LOG_LEVEL", "2", "information")]
    [InlineData("LOG_REQUESTS", "yes", "true, false")]
    [InlineData("REGISTRATION", "invite", "open, closed")]
    [InlineData("JWT_SECRET", "1234567890123456789012345678901", "32 bytes")]
    [InlineData("ASPNETCORE_URLS", "localhost:8080", "http://*:8080")]
    [InlineData("ASPNETCORE_URLS", "ftp://localhost:8080", "http://*:8080")]
    [InlineData("ALLOWED_ORIGINS", "*", "https://app.example.com")]
    [InlineData("ALLOWED_ORIGINS", "null", "origins")]
    [InlineData("ALLOWED_ORIGINS", "https://a.example/", "origins")]
    [InlineData("ALLOWED_ORIGINS", "https://a.example:443", "origins")]
    [InlineData("ALLOWED_ORIGINS", "https://A.example", "origins")]
    [InlineData("ALLOWED_ORIGINS", "https://*.example", "origins")]
    [InlineData("ALLOWED_ORIGINS", "https://me:pw@a.example", "origins")]
    [InlineData("ALLOWED_ORIGINS", "https://a.example https://b.example", "origins")]
    [InlineData("TRUSTED_PROXIES", "proxy.example", "10.0.0.0/8")]
    [InlineData("TRUSTED_PROXIES", "10.1", "10.0.0.0/8")]
    [InlineData("TRUSTED_PROXIES", "10.0.0.0/33", "10.0.0.0/8")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "absolute")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://me:pw@localhost:4317", "without a user")]
    public void A_mistake_names_the_variable_and_what_it_may_be(string name, string value, string part)
    {
        var mistake = Mistakes((name, value));
        Assert.StartsWith(name + " ", mistake);
        Assert.Contains(part, mistake);
        Assert.DoesNotContain('\n', mistake);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_one_line_each()
    {
        var lines = Mistakes(("DATABASE_URL", "sqlite:///x"), ("POOL_SIZE", "many"), ("MIGRATE", "never"), ("JWT_SECRET", "short")).Split('\n');
        Assert.Equal(["DATABASE_URL", "POOL_SIZE", "MIGRATE", "JWT_SECRET"], lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Hostile_values_stop_the_start_and_are_never_repeated()
    {
        string[] hostile = ["Zq1xW\0", "Zq1xW\u202e", "Zq1xW\n\u001b[31m", "Zq1xW" + new string('x', 10_000), "Zq1xW,;=://@/[%", "\ud800Zq1xW"];
        foreach (var setting in Settings.All.Where(setting => setting.Name != "JWT_SECRET"))
            foreach (var value in hostile)
            {
                var mistake = Mistakes((setting.Name, value));
                Assert.StartsWith(setting.Name, mistake);
                Assert.DoesNotContain("Zq1xW", mistake);
                Assert.DoesNotContain(mistake, char.IsControl);
            }
    }

    [Fact]
    public void A_variable_set_to_nothing_counts_as_not_set()
    {
        var settings = Read([.. Settings.All.Where(setting => setting.Name != "DATABASE_URL").Select(setting => (setting.Name, " "))]);
        Assert.Equal(15, settings.PoolSize);
        Assert.StartsWith("DATABASE_URL is empty", Mistakes(("DATABASE_URL", "")));
    }

    [Fact]
    public void Settings_do_not_print_secrets()
    {
        var text = Read(("JWT_SECRET", "Zq2xW" + new string('s', 32))).ToString();
        Assert.Equal("Doneon on me@localhost:5432/todo (TLS prefer)", text);
    }

    [Fact]
    public void The_table_declares_each_variable_once_and_its_default_is_valid()
    {
        Assert.Equal(Settings.All.Count, Settings.All.DistinctBy(setting => setting.Name).Count());
        var explicitly = Read([.. Settings.All.Where(setting => setting.Default != "").Select(setting => (setting.Name, setting.Default))]);
        Assert.Equal(Read().PoolIdle, explicitly.PoolIdle);
    }

    /// <summary>Refresh the page with UPDATE_DOCS=1 dotnet test.</summary>
    [Fact]
    public void The_settings_page_is_true()
    {
        var page = Path.Combine(Root, "docs", "settings.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(page, Settings.Markdown());
        Assert.True(File.ReadAllText(page) == Settings.Markdown(), "docs/settings.md is out of date; refresh it with UPDATE_DOCS=1 dotnet test");
    }

    [Fact]
    public void The_example_env_names_every_variable_with_its_default()
    {
        var assignments = File.ReadLines(Path.Combine(Root, ".env.example"))
            .Where(line => line.StartsWith("# ", StringComparison.Ordinal) && !line[2..].Split('=')[0].Contains(' ') && line.Contains('='))
            .Select(line => line[2..]);
        var example = DotEnv.Parse(".env.example", string.Join('\n', assignments));

        Assert.Equal(Settings.All.Select(setting => setting.Name), example.Keys);
        Assert.Equal(Settings.All.Skip(1).Select(setting => setting.Default), example.Values.Skip(1));
        Assert.NotNull(DatabaseUrl.Parse("DATABASE_URL", example["DATABASE_URL"]));
    }

    internal static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Doneon.slnx")))
                folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
            return folder.FullName;
        }
    }

    static Settings Read(params (string Name, string Value)[] given) => Settings.Read(Variables(given), development: false);

    static string Mistakes(params (string Name, string Value)[] given) => Assert.Throws<StopException>(() => Read(given)).Message;

    static Func<string, string?> Variables((string Name, string Value)[] given)
    {
        var values = new Dictionary<string, string> { ["DATABASE_URL"] = Url };
        foreach (var (name, value) in given)
            values[name] = value;
        return values.GetValueOrDefault;
    }
}
