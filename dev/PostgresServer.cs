using System.Diagnostics;
using Npgsql;

namespace Doneon.Dev;

/// <summary>A running PostgreSQL that speaks only TLS and SCRAM, with a login like Neon's: owner, BYPASSRLS, no superuser.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    readonly PostgresCluster _cluster;
    readonly PostgresBinaries _binaries;
    readonly PostgresOptions _options;
    readonly Func<bool> _leave;

    PostgresServer(PostgresCluster cluster, PostgresBinaries binaries, PostgresOptions options)
    {
        (_cluster, _binaries, _options, _leave) = (cluster, binaries, options, cluster.Join());
        if (IsThrowAway) AppDomain.CurrentDomain.ProcessExit += AtExit;
    }

    public const string Host = PostgresAddress.Host;
    public int Port => _cluster.State.Port;
    public string Folder => _cluster.Folder;
    public string CaFile => _cluster.CaFile;
    public string CertificateFile => _cluster.CertificateFile;
    public string KeyFile => _cluster.KeyFile;
    public string LogFile => _cluster.Log;
    public string Password => _cluster.State.Password;
    public Version Version => _binaries.Version;
    public bool IsRunning => _cluster.Postmaster is not null;

    public int ProcessId => _cluster.Postmaster!.Id;

    /// <summary>True when another process had started it.</summary>
    public bool WasRunning { get; private init; }

    public string Url => UrlFor(PostgresCluster.Login);
    public string UrlFor(string database) => AsLogin(database).Url;
    public string SuperuserUrl => AsSuperuser(PostgresCluster.Superuser).Url;

    /// <summary>The same as the URL, for Npgsql, which knows no URLs.</summary>
    public NpgsqlConnectionStringBuilder Login(string database = PostgresCluster.Login) => AsLogin(database).Npgsql;

    public NpgsqlConnectionStringBuilder Superuser(string database = PostgresCluster.Superuser) => AsSuperuser(database).Npgsql;

    PostgresAddress AsLogin(string database) => new(Port, PostgresCluster.Login, Password, database, CaFile);

    PostgresAddress AsSuperuser(string database) =>
        new(Port, PostgresCluster.Superuser, _cluster.State.SuperuserPassword, database, CaFile);

    bool IsThrowAway => _options.Folder is null;

    public static async Task<PostgresServer> Start(PostgresOptions? options = null)
    {
        options ??= new();
        var cluster = new PostgresCluster(options.Folder ?? ThrowAway.NewFolder());
        ThrowAway.MakePrivate(cluster.Folder);
        if (options.DiskMegabytes is { } size) await SmallDisk.Mount(cluster.Folder, size);
        using var alone = await cluster.Lock();
        var binaries = options.Binaries ?? await PostgresBinaries.Find(cluster.Major, options.Progress);
        if (cluster.Major is { } major && major != binaries.Version.Major)
            throw new DevException($"The data in {cluster.Folder} is PostgreSQL {major}'s, but only {binaries.Version} was found. "
                + $"Install PostgreSQL {major}, or move that folder away.");
        var server = new PostgresServer(cluster, binaries, options) { WasRunning = cluster.Postmaster is not null };
        try
        {
            if (!server.WasRunning) await server.Boot();
            return server;
        }
        catch
        {
            server._leave();
            if (options.DiskMegabytes is not null) await SmallDisk.Unmount(cluster.Folder);
            throw;
        }
    }

    /// <summary>Creates a database, owned by the login, and gives back its URL.</summary>
    public async Task<string> CreateDatabase(string name)
    {
        await Execute(Login(), $"create database \"{name}\"");
        return UrlFor(name);
    }

    public async Task Restart(StopMode mode = StopMode.Fast)
    {
        if (IsRunning) await Stop(mode);
        await Launch();
    }

    /// <summary>After a crash, from which it may recover by itself.</summary>
    public async Task WaitUntilReady()
    {
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if (!IsRunning) await Launch();
            try
            {
                await Execute(Superuser(), "select 1");
                return;
            }
            catch (NpgsqlException) when (patience.Elapsed < TimeSpan.FromSeconds(30))
            {
                // It recovers.
            }
        }
    }

    public Task Stop(StopMode mode = StopMode.Fast) => Shell.Run(Account.Command(_binaries.PgCtl, "stop", "--wait", "--silent",
        "--pgdata", _cluster.Data, "--mode", mode.ToString().ToLowerInvariant()), Folder);

    /// <summary>Comes back as a standby does after a failover: it can be read, and not written until it is promoted.</summary>
    public async Task RestartAsStandby()
    {
        await Stop();
        await File.WriteAllTextAsync(Path.Combine(_cluster.Data, "standby.signal"), "");
        await Launch();
    }

    public Task Promote() => Execute(Superuser(), "select pg_promote()");

    /// <summary>Ends PostgreSQL and all its sessions at once, as a failing machine would.</summary>
    public void Kill()
    {
        if (_cluster.Postmaster is not { } postmaster) return;
        postmaster.Kill(entireProcessTree: true);
        postmaster.WaitForExit(TimeSpan.FromSeconds(5));
        _cluster.ForgetPostmaster();
    }

    /// <summary>The last one out stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= AtExit;
        using (await _cluster.Lock())
        {
            var isLast = _leave();
            _options.Progress?.Invoke(isLast ? "stopping PostgreSQL" : "leaving PostgreSQL to the others who use it");
            if (isLast && IsRunning) await Stop(IsThrowAway ? StopMode.Immediate : StopMode.Fast);
        }
        if (_options.DiskMegabytes is not null) await SmallDisk.Unmount(Folder);
        if (IsThrowAway) Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Nobody disposed of it, and a test host is given a tenth of a second: the folder is left to the next start.</summary>
    void AtExit(object? sender, EventArgs e)
    {
        if (_cluster.Postmaster is { } postmaster) Shell.Quit(postmaster);
    }

    async Task Boot()
    {
        if (_cluster.Major is null)
        {
            _options.Progress?.Invoke($"creating a database cluster in {Folder}");
            await _cluster.Create(_binaries);
            if (_options.Port is { } port) _cluster.State = _cluster.State with { Port = port };
        }
        _options.Progress?.Invoke($"starting PostgreSQL {Version}");
        await Launch();
        await CreateLogin();
    }

    async Task Launch()
    {
        for (var attempts = 5; ; attempts--)
        {
            _cluster.State = _cluster.State with { Port = Ports.Free(_cluster.State.Port) };
            await _cluster.Configure(_options);
            // On our own console: a pipe of ours would be inherited by the server and never reach its end.
            var exitCode = await Shell.Show(Account.Command(_binaries.PgCtl, "start", "--wait", "--silent", "--timeout=60",
                "--pgdata", _cluster.Data, "--log", LogFile), Folder);
            if (exitCode == 0) return;
            var wasPortTaken = !Ports.IsFree(Port);
            if (attempts == 0 || !wasPortTaken) throw new DevException($"PostgreSQL did not start. {LogFile} ends with:\n{LogEnd}");
        }
    }

    string LogEnd => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(10)) : "";

    async Task CreateLogin()
    {
        await Execute(Superuser(), $"""
            do $$ begin
                if to_regrole('{PostgresCluster.Login}') is null then
                    create role {PostgresCluster.Login} login createdb createrole bypassrls password '{Password}';
                end if;
            end $$
            """);
        try
        {
            await Execute(Superuser(), $"create database {PostgresCluster.Login} owner {PostgresCluster.Login}");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // It is there from an earlier start.
        }
    }

    static async Task Execute(NpgsqlConnectionStringBuilder settings, string sql)
    {
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
