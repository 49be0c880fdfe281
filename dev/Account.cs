namespace Doneon.Dev;

/// <summary>PostgreSQL refuses to run as root. For root, its programs run as, and its files belong to, another account.</summary>
static class Account
{
    static readonly (string Uid, string Gid)? Other = Find();

    public static string[] Command(params string[] command)
    {
        if (Other is not var (uid, gid)) return command;
        if (Shell.Find("setpriv") is null) throw new DevException("PostgreSQL does not run as root; start this as another user.");
        return ["setpriv", "--reuid", uid, "--regid", gid, "--clear-groups", "--", .. command];
    }

    public static async Task Own(string path)
    {
        if (Other is var (uid, gid)) await Shell.Run(["chown", "-R", $"{uid}:{gid}", path]);
    }

    /// <summary>Can the account enter the folders above? Not, for example, those above a clone in root's home.</summary>
    public static bool CanReach(string path)
    {
        if (Other is null || OperatingSystem.IsWindows()) return true;
        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
            if (folder.Exists && !folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        return true;
    }

    /// <summary>Makes the folder, with the ones above it, so that the account can pass, whatever the umask says.</summary>
    public static void Open(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (Path.GetDirectoryName(folder) is { } parent) Open(parent);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows() && Other is not null) File.SetUnixFileMode(folder, Everybody);
    }

    const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    static (string Uid, string Gid)? Find()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return null;
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToLookup(fields => fields[0]);
        var account = accounts["postgres"].Concat(accounts["nobody"]).FirstOrDefault();
        return account is null ? ("65534", "65534") : (account[2], account[3]);
    }
}
