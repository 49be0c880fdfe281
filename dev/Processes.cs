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
            // Generous, because a start time moves with the clock, and clocks get set.
            return process.StartTime.ToUniversalTime() <= written.AddMinutes(10) ? process : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The process of a pid file, when it is one of these programs; after a reboot the number may be anybody's.</summary>
    public static Process? FromFile(string pidFile, params string[] programs)
    {
        if (!File.Exists(pidFile)) return null;
        if (!int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), out var id)) return null;
        var process = Find(id, File.GetLastWriteTimeUtc(pidFile));
        return process is not null && programs.Contains(process.ProcessName) ? process : null;
    }
}
