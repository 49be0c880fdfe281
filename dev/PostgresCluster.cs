using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Doneon.Dev;

/// <summary>A cluster at rest: the folder with its data, certificates, passwords, log and the list of its users.</summary>
sealed class PostgresCluster(string path)
{
    public const string Superuser = "postgres", Login = "doneon";

    public string Folder => path;
    public string Data { get; } = Path.Combine(path, "data");
    public string Log { get; } = Path.Combine(path, "postgres.log");
    public string CaFile { get; } = Path.Combine(path, "ca.pem");
    public string CertificateFile { get; } = Path.Combine(path, "server.pem");
    public string KeyFile { get; } = Path.Combine(path, "server.key");

    string StateFile => Path.Combine(path, "cluster.json");
    string Users => Path.Combine(path, "users");
    string PidFile => Path.Combine(Data, "postmaster.pid");

    public sealed record Facts(int Port, string Password, string SuperuserPassword);

    public Facts State
    {
        get => JsonSerializer.Deserialize<Facts>(File.ReadAllText(StateFile))!;
        set => Secrets.Write(StateFile, JsonSerializer.Serialize(value));
    }

    public int? Major => File.Exists(Path.Combine(Data, "PG_VERSION"))
        ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")), CultureInfo.InvariantCulture)
        : null;

    public Process? Postmaster => Processes.FromFile(PidFile, "postgres");

    public Task<IDisposable> Lock() => Checkout.Lock(Path.Combine(path, "lock"));

    /// <summary>Everything down to the first server start; an interrupted attempt leaves no half-made data behind.</summary>
    public async Task Create(PostgresBinaries binaries)
    {
        var (fresh, passwordFile) = (Data + ".new", Path.Combine(path, "initdb.password"));
        if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        State = new(Ports.Free(), Secrets.NewPassword(), Secrets.NewPassword());
        Secrets.Write(passwordFile, State.SuperuserPassword);
        await Account.Own(path);
        await Shell.Run(Account.Command([binaries.InitDb, "--pgdata", fresh, "--username", Superuser, "--pwfile", passwordFile,
            "--auth-host=scram-sha-256", "--auth-local=reject", "--encoding=UTF8", "--no-sync", .. Locale(binaries)]), path);
        File.Delete(passwordFile);
        Directory.Move(fresh, Data);
    }

    /// <summary>Only SCRAM, over TLS unless asked otherwise, only over loopback; no unix socket, whose path could be too long.</summary>
    public async Task Configure(PostgresOptions options)
    {
        Certificates.Ensure(CaFile, CertificateFile, KeyFile);
        var host = options.AllowsPlainText ? "host" : "hostssl";
        await File.WriteAllTextAsync(Path.Combine(Data, "pg_hba.conf"), $"""
            {host} all all 127.0.0.1/32 scram-sha-256
            {host} all all ::1/128      scram-sha-256

            """);
        var lines = new Dictionary<string, string>
        {
            ["listen_addresses"] = "localhost",
            ["port"] = State.Port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
            ["ssl"] = "on",
            ["ssl_cert_file"] = "../server.pem",
            ["ssl_key_file"] = "../server.key",
            ["ssl_min_protocol_version"] = "TLSv1.2",
            ["password_encryption"] = "scram-sha-256",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
        };
        foreach (var (name, value) in options.Settings) lines[name] = value;
        await File.WriteAllLinesAsync(Path.Combine(Data, "postgresql.conf"),
            lines.Select(line => $"{line.Key} = '{line.Value.Replace("'", "''", StringComparison.Ordinal)}'"));
        await Account.Own(path);
    }

    /// <summary>Notes that this process uses the cluster; the answer takes the note back and tells whether it was the last one.</summary>
    public Func<bool> Join()
    {
        Directory.CreateDirectory(Users);
        var note = Path.Combine(Users, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        File.WriteAllText(note, "");
        return () =>
        {
            File.Delete(note);
            foreach (var stale in Directory.GetFiles(Users).Where(other => !IsLive(other))) File.Delete(stale);
            return Directory.GetFiles(Users).Length == 0;
        };
    }

    /// <summary>After a kill: a process that nobody has collected yet would look alive to the next start.</summary>
    public void ForgetPostmaster() => File.Delete(PidFile);

    static bool IsLive(string note)
    {
        var id = int.Parse(Path.GetFileName(note).Split('-')[0], CultureInfo.InvariantCulture);
        return Processes.Find(id, File.GetLastWriteTimeUtc(note)) is not null;
    }

    /// <summary>C.UTF-8 sorts by code point and knows all letters; PostgreSQL brings it from 17 on; before, the system does.</summary>
    static string[] Locale(PostgresBinaries binaries)
    {
        string[] system = ["--locale", OperatingSystem.IsLinux() ? "C.UTF-8" : "C"];
        return binaries.Version.Major < 17 ? system : [.. system, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    }
}
