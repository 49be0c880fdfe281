using System.Globalization;

namespace Doneon.Dev;

/// <summary>Clusters for one process: their folders carry its number, so that what a killed one left behind is found and cleared.</summary>
static class ThrowAway
{
    const string Prefix = "doneon-postgres-";

    static string Place => Account.CanReach(Path.Combine(Path.GetTempPath(), Prefix)) ? Path.GetTempPath() : "/var/tmp";

    public static string NewFolder()
    {
        Sweep();
        return Path.Combine(Place, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
    }

    public static void MakePrivate(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static void Sweep()
    {
        foreach (var folder in Directory.EnumerateDirectories(Place, Prefix + "*"))
        {
            try
            {
                if (HasOwner(folder)) continue;
                foreach (var pidFile in Directory.EnumerateFiles(folder, "*.pid", SearchOption.AllDirectories))
                    if (Processes.FromFile(pidFile, "postgres", "pgbouncer") is { } left) Shell.Quit(left);
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process clears it at this moment, or it belongs to another user.
            }
        }
    }

    static bool HasOwner(string folder)
    {
        var owner = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
        return int.TryParse(owner, CultureInfo.InvariantCulture, out var id)
            && Processes.Find(id, Directory.GetCreationTimeUtc(folder)) is not null;
    }
}
