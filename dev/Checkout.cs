using System.Security.Cryptography;
using System.Text;

namespace Doneon.Dev;

/// <summary>This clone of the repository, and the folder where its development things are kept.</summary>
public static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = ChooseFolder();

    public static string In(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>A setting from the environment, else from <c>.env</c>; an empty one counts as not set.</summary>
    public static string? Setting(string name)
    {
        var setting = DotEnv.Complete(name => Given(Environment.GetEnvironmentVariable(name)), Root);
        return Given(setting(name));

        static string? Given(string? text) => text is { Length: > 0 } ? text : null;
    }

    /// <summary>Waits until this process alone holds the lock; the system frees it when the process ends, however it ends.</summary>
    public static async Task<IDisposable> Lock(string path, Action? whenBusy = null)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException))
            {
                whenBusy?.Invoke();
                whenBusy = null;
                await Task.Delay(100);
            }
        }
    }

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Doneon.slnx"))) return folder.FullName;
        throw new DevException("This tool works only inside a clone of the repository.");
    }

    static string ChooseFolder()
    {
        var folder = In(".dev");
        // A clone that only root may enter: the database's account needs a place that it can reach, the same at each start.
        if (!Account.CanReach(folder)) folder = Path.Combine("/var/lib/doneon-dev", NameOf(Root));
        Account.Open(folder);
        return folder;
    }

    static string NameOf(string path) =>
        $"{Path.GetFileName(path)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..8]}";
}
