namespace Doneon.Dev;

public sealed record PostgresOptions
{
    /// <summary>Where the cluster stays. Null: a throw-away one, deleted at the end.</summary>
    public string? Folder { get; init; }

    /// <summary>Puts a throw-away cluster on a disk of its own, of so many megabytes.</summary>
    public int? DiskMegabytes { get; init; }

    public PostgresBinaries? Binaries { get; init; }

    /// <summary>Lets clients in without TLS, too.</summary>
    public bool AllowsPlainText { get; init; }

    /// <summary>The port to take for a new cluster when it is free.</summary>
    public int? Port { get; init; }

    /// <summary>More lines for postgresql.conf.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public Action<string>? Progress { get; init; }
}

public enum StopMode { Fast, Smart, Immediate }
