using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;
using Npgsql;

namespace Doneon;

/// <summary>From settings to a running server: wait for the database, migrate or verify, find out how to speak to it, serve.</summary>
public static class Startup
{
    public static async Task<int> Serve(Settings settings, CancellationToken stop)
    {
        await using var app = await Start(settings, stop);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Doneon.Startup");
        app.Lifetime.ApplicationStopping.Register(() => log.LogInformation("Doneon stops: requests under way are finished, new ones refused"));
        await app.WaitForShutdownAsync(stop);
        return 0;
    }

    public static async Task<WebApplication> Start(Settings settings, CancellationToken stop)
    {
        using var logging = LoggerFactory.Create(logging => Logs.Configure(logging, settings));
        var log = logging.CreateLogger("Doneon.Startup");
        var webApp = WebApp.Load();
        // While the database is looked at, the host is put together.
        var opening = Task.Run(() => Open(settings, log, stop), stop);
        var app = Server.Build(settings, opening, webApp);
        try
        {
            await opening;
            // From here on the host disposes of the pool.
            _ = app.Services.GetRequiredService<Connections>();
            await app.StartAsync(stop);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        log.LogInformation("Doneon {Version} listens on {Urls}", Server.Version, string.Join(", ", app.Urls));
        return app;
    }

    /// <summary>A database that is as it should be, and what the server needs of it.</summary>
    public sealed record Opened(Db Db, byte[] SigningKey);

    static async Task<Opened> Open(Settings settings, ILogger log, CancellationToken stop)
    {
        await using (var direct = NpgsqlDataSource.Create(settings.MigratingConnection()))
        {
            await WaitForDatabase(direct, settings, log, stop);
            var migrator = new Migrator(direct);
            if (settings.Migrate == Migrate.Apply) await migrator.Apply(line => log.LogInformation("Migration: {Step}", line), stop);
            else await migrator.Verify(stop);
        }
        var db = await OpenDb(settings, log, stop);
        var key = await SigningKey.Load(db, settings);
        // The first request shall find a connection.
        await db.AsServerReading().Execute($"select 1");
        return new(db, key);
    }

    /// <summary>The door to SQL over the pool, once it is known whether statements can be prepared there.</summary>
    public static async Task<Db> OpenDb(Settings settings, ILogger log, CancellationToken stop)
    {
        var connection = settings.Connection(settings.Database);
        var prepares = false;
        if (settings.Prepare != Prepare.Off)
        {
            // Two connections of its own, however small the pool.
            await using var probe = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false });
            var (pooled, keeps) = await Reach(settings.Database, settings, log, () => Pooler.Detect(probe, stop), stop);
            prepares = !pooled || keeps;
            if (!prepares && settings.Prepare == Prepare.On)
                throw new StopException(StopException.Database, "DB_PREPARE is on, but the pooler before the database does not look after prepared "
                    + "statements and would run wrong ones. Drop DB_PREPARE, or use PgBouncer 1.21 or later with max_prepared_statements");
            if (pooled) log.LogInformation("A pooler stands before the database; statements are {Prepared}", keeps ? "prepared" : "not prepared, it would lose them");
        }
        var role = Role.NameFor(settings.Database.Database);
        return new Db(new Connections(connection, prepares), role, settings.CommandTimeout);
    }

    public static Task WaitForDatabase(NpgsqlDataSource direct, Settings settings, ILogger log, CancellationToken stop) =>
        Reach(settings.DirectDatabase, settings, log, () => Describe(direct, settings.DirectDatabase, log, stop), stop);

    /// <summary>A cold or restarting compute is waited for; what waiting cannot mend stops at once.</summary>
    static async Task<T> Reach<T>(DatabaseUrl url, Settings settings, ILogger log, Func<Task<T>> attempt, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (IsConnectFailure(e))
            {
                stop.ThrowIfCancellationRequested();
                var left = settings.DatabaseWait - Stopwatch.GetElapsedTime(started);
                if (Outage.Of(e, Stage.Opening) == Fault.Final || left <= TimeSpan.Zero) throw ConnectFailure.ToStop(e, url);
                log.LogWarning("The database does not answer yet ({Reason}); trying again for {Seconds:0} s more", ConnectFailure.Reason(e), left.TotalSeconds);
                await Task.Delay(Outage.Pause(attempts + 3), stop);
            }
        }
    }

    static async Task<bool> Describe(NpgsqlDataSource database, DatabaseUrl url, ILogger log, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(stop);
        log.LogInformation("Data lives in {Place}, {Facts}; connected in {Milliseconds:0} ms",
            url, await Facts(connection, stop), Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return true;
    }

    internal static bool IsConnectFailure(Exception e) =>
        e is NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException;

    static async Task<string> Facts(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "select current_user, (select version from pg_stat_ssl where pid = pg_backend_pid() and ssl)", connection);
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        var tls = await row.IsDBNullAsync(1, stop) ? "no TLS" : row.GetString(1);
        return string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {connection.PostgreSqlVersion}, {tls}, role {row.GetString(0)}");
    }
}
