using System.Security.Cryptography;

namespace Doneon.Dev;

static class Secrets
{
    public static string NewPassword() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 24);

    /// <summary>Writes a file that only its owner may read, from its first byte on.</summary>
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
