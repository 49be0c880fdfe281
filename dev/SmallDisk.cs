namespace Doneon.Dev;

/// <summary>A file system in memory, small enough to be filled. Linux lets only root mount one.</summary>
public static class SmallDisk
{
    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    internal static async Task Mount(string folder, int megabytes)
    {
        if (!IsPossible) throw new DevException("A small disk can be mounted on Linux, as root.");
        await Shell.Run(["mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=700", "doneon", folder]);
    }

    internal static async Task Unmount(string folder)
    {
        if (IsMounted(folder)) await Shell.Run(["umount", folder]);
    }

    static bool IsMounted(string folder) =>
        OperatingSystem.IsLinux() && File.ReadLines("/proc/mounts").Any(line => line.Split(' ')[1] == folder);
}
