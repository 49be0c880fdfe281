using System.ComponentModel;
using System.Diagnostics;

namespace Doneon.Dev;

/// <summary>Processes that others have started, known by a number in a file.</summary>
static class Processes
{
    /// <summary>The process that was running when the number was written down; a later one with the same number is another.</summary>
    public static Process? Find(int id, DateTime written)
    {
        try
        {
            var process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime() <= written.AddSeconds(2) ? process : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    public static Process? FromFile(string pidFile)
    {
        if (!File.Exists(pidFile)) return null;
        return int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), out var id) ? Find(id, File.GetLastWriteTimeUtc(pidFile)) : null;
    }
}
