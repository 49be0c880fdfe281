using System.Diagnostics;
using Npgsql;

namespace Doneon.Dev;

/// <summary>A transaction-mode pooler in front of a server, TLS on both sides, as Neon's pooled hosts are.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    readonly PostgresServer _server;
    readonly string _folder;
    readonly Func<Process> _launch;
    Process _process;

    PgBouncer(PostgresServer server, string folder, int port, Func<Process> launch)
    {
        (_server, _folder, Port, _launch, _process) = (server, folder, port, launch, launch());
        AppDomain.CurrentDomain.ProcessExit += AtExit;
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public string LogFile => Path.Combine(_folder, "pgbouncer.log");

    public string Url => UrlFor(PostgresCluster.Login);

    public string UrlFor(string database) => Address(database).Url;

    public NpgsqlConnectionStringBuilder Login(string database = PostgresCluster.Login)
    {
        var settings = Address(database).Npgsql;
        settings.NoResetOnClose = true;
        return settings;
    }

    /// <summary>Without channel binding, which Debian's PgBouncer does not offer.</summary>
    PostgresAddress Address(string database) =>
        new(Port, PostgresCluster.Login, _server.Password, database, _server.CaFile, BindsChannel: false);

    public static async Task<PgBouncer> Start(PostgresServer server, int poolSize = 20, string settings = "", string databases = "*")
    {
        var program = Shell.Find("pgbouncer") ?? throw new DevException("pgbouncer is not installed (Debian: apt-get install pgbouncer).");
        var (folder, port) = (Path.Combine(server.Folder, $"pgbouncer-{Guid.NewGuid():N}"), Ports.Free());
        ThrowAway.MakePrivate(folder);
        Secrets.Write(Path.Combine(folder, "users.txt"), $"\"{PostgresCluster.Login}\" \"{server.Password}\"\n");
        var configuration = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(configuration, Configuration(server, folder, port, poolSize, databases) + settings);
        await Account.Own(folder);
        var bouncer = new PgBouncer(server, folder, port, () => Shell.Start(Account.Command(program, "--quiet", configuration), folder));
        await bouncer.WaitUntilReady();
        return bouncer;
    }

    /// <summary>Ends the pooler at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends the pooler at once, and starts it again at the same address after a pause.</summary>
    public async Task Restart(TimeSpan pause)
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(Path.Combine(_folder, "pgbouncer.pid"));
        await Task.Delay(pause);
        _process = _launch();
        await WaitUntilReady();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= AtExit;
        await Shell.Stop(_process, TimeSpan.FromSeconds(5));
        _process.Dispose();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    void AtExit(object? sender, EventArgs e) => Shell.Quit(_process);

    async Task WaitUntilReady()
    {
        for (var patience = Stopwatch.StartNew(); !await Ports.Answers(Port); await Task.Delay(20))
            if (_process.HasExited || patience.Elapsed > TimeSpan.FromSeconds(10))
                throw new DevException($"pgbouncer did not start; its log is {LogFile}.");
    }

    static string Configuration(PostgresServer server, string folder, int port, int poolSize, string databases) => FormattableString.Invariant($"""
        [databases]
        {databases} = host={PostgresServer.Host} port={server.Port}
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {port}
        unix_socket_dir =
        logfile = {folder}/pgbouncer.log
        pidfile = {folder}/pgbouncer.pid
        pool_mode = transaction
        default_pool_size = {poolSize}
        max_client_conn = 1000
        auth_type = scram-sha-256
        auth_file = {folder}/users.txt
        ignore_startup_parameters = extra_float_digits
        server_login_retry = 1
        client_tls_sslmode = require
        client_tls_cert_file = {server.CertificateFile}
        client_tls_key_file = {server.KeyFile}
        server_tls_sslmode = verify-full
        server_tls_ca_file = {server.CaFile}

        """);
}
