using System.Diagnostics;
using System.Globalization;
using Doneon.Database;
using Npgsql;

namespace Doneon.Cli.Doctor;

/// <summary>The server behind the way: login, version, pooler, rights, clock, speed, room.</summary>
static class DatabaseChecks
{
    public const string Login = "login", Direct = "direct host";
    const int OldestVersion = 15, Rounds = 10;
    static readonly TimeSpan ClockNote = TimeSpan.FromSeconds(2), ClockFault = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(30);

    public static async Task Run(Report report, Settings? settings)
    {
        await using var pool = settings is null ? null : NpgsqlDataSource.Create(settings.Connection(settings.Database));
        await using var direct = settings is null ? null : NpgsqlDataSource.Create(settings.Connection(settings.DirectDatabase));
        await report.Check(Login, [NetworkChecks.Tls], async stop =>
        {
            await using var connection = await pool!.OpenConnectionAsync(stop);
            return Finding.Ok($"{settings!.Database.User} may use the database {settings.Database.Database}");
        });
        await report.Check("channel binding", [Login], stop => ChannelBinding(settings!, stop));
        await report.Check("version", [Login], stop => Version(pool!, stop));
        await report.Check("pooler", [Login], stop => Pooled(pool!, settings!, stop));
        await report.Check(Direct, [Login], stop => DirectHost(direct!, settings!, stop));
        await report.Check("clock", [Login], stop => Clock(pool!, stop));
        await report.Check("round trip", [Login], stop => RoundTrip(pool!, stop));
        await report.Check("connections", [Direct], stop => Room(direct!, settings!, stop));
    }

    /// <summary>The password's proof carries a mark of the TLS channel, so that nobody in between can pass it on.</summary>
    static async Task<Finding> ChannelBinding(Settings settings, CancellationToken stop)
    {
        var demanding = settings.Connection(settings.Database);
        if (demanding.ChannelBinding == Npgsql.ChannelBinding.Require) return Finding.Ok("demanded, and the login kept to it");
        if (demanding.SslMode < SslMode.Require) return Finding.Note("not demanded; the host is this machine");
        (demanding.ChannelBinding, demanding.RequireAuth, demanding.Pooling) = (Npgsql.ChannelBinding.Require, "ScramSHA256", false);
        try
        {
            await using var connection = new NpgsqlConnection(demanding.ConnectionString);
            await connection.OpenAsync(stop);
            return Finding.Ok("works; channel_binding=require in the URL would demand it");
        }
        catch (NpgsqlException)
        {
            return Finding.Note("not offered by the server; the certificate alone proves it");
        }
    }

    static async Task<Finding> Version(NpgsqlDataSource pool, CancellationToken stop)
    {
        await using var connection = await pool.OpenConnectionAsync(stop);
        var version = connection.PostgreSqlVersion;
        return version.Major >= OldestVersion
            ? Finding.Ok($"PostgreSQL {version}")
            : Finding.Fail($"PostgreSQL {version}", $"Doneon needs {OldestVersion} or newer", StopException.Database);
    }

    static async Task<Finding> Pooled(NpgsqlDataSource pool, Settings settings, CancellationToken stop) => (await Pooler.Detect(pool, stop), settings.Prepare) switch
    {
        ((false, _), _) => Finding.Ok("none in between"),
        ((true, true), _) => Finding.Ok("in between, and it keeps prepared statements"),
        ((true, false), Prepare.On) => Finding.Fail("in between, and it loses prepared statements", "drop DB_PREPARE=on, so that none are prepared"),
        ((true, false), _) => Finding.Note("in between, and it loses prepared statements: Doneon prepares none, which costs some speed"),
    };

    static async Task<Finding> DirectHost(NpgsqlDataSource direct, Settings settings, CancellationToken stop)
    {
        var place = settings.DirectDatabase == settings.Database ? "the same" : settings.DirectDatabase.ToString();
        return await Pooler.Detect(direct, stop) is (Pooled: true, _)
            ? Finding.Fail($"{place}, and there is a pooler in between", "set DATABASE_URL_UNPOOLED to the database's own host: migrations need a session of their own")
            : Finding.Ok(place);
    }

    /// <summary>Tokens end by this machine's clock, sessions by the database's.</summary>
    static async Task<Finding> Clock(NpgsqlDataSource pool, CancellationToken stop)
    {
        await using var connection = await pool.OpenConnectionAsync(stop);
        await using var ask = new NpgsqlCommand("select clock_timestamp()", connection);
        await ask.ExecuteScalarAsync(stop);
        var (before, there, after) = (DateTime.UtcNow, (DateTime)(await ask.ExecuteScalarAsync(stop))!, DateTime.UtcNow);
        var apart = there - (before + (after - before) / 2);
        var words = string.Create(CultureInfo.InvariantCulture, $"the database's is {Math.Abs(apart.TotalSeconds):0.00} s {(apart < TimeSpan.Zero ? "behind" : "ahead")}");
        return apart.Duration() > ClockFault ? Finding.Fail(words, "synchronise the clocks: logins would end at the wrong time")
            : apart.Duration() > ClockNote ? Finding.Note(words) : Finding.Ok(words);
    }

    static async Task<Finding> RoundTrip(NpgsqlDataSource pool, CancellationToken stop)
    {
        await using var connection = await pool.OpenConnectionAsync(stop);
        await using var ask = new NpgsqlCommand("select 1", connection);
        await ask.ExecuteScalarAsync(stop);
        var times = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await ask.ExecuteScalarAsync(stop);
            times.Add(Stopwatch.GetElapsedTime(started));
        }
        times.Sort();
        var median = (times[Rounds / 2 - 1] + times[Rounds / 2]) / 2;
        var words = string.Create(CultureInfo.InvariantCulture, $"{median.TotalMilliseconds:0.0} ms, median of {Rounds}");
        return median > Slow ? Finding.Note($"{words}; every request pays it once: put Doneon near its database") : Finding.Ok(words);
    }

    static async Task<Finding> Room(NpgsqlDataSource direct, Settings settings, CancellationToken stop)
    {
        await using var command = direct.CreateCommand("""
            select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                (select count(*)::int from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())
            """);
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        var (most, used) = (row.GetInt32(0), row.GetInt32(1));
        var words = $"{most - used} of {most} are free, POOL_SIZE is {settings.PoolSize} in each process";
        return most - used >= settings.PoolSize || settings.Database.IsPooledHost
            ? Finding.Ok(words)
            : Finding.Fail(words, "lower POOL_SIZE, end other clients, or raise max_connections there");
    }
}
