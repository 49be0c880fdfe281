using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Doneon.Dev;

/// <summary>Starts other programs.</summary>
public static class Shell
{
    /// <summary>Runs a program to its end and gives back what it printed; a failure carries its last words.</summary>
    public static async Task<string> Run(string[] command, string? folder = null, IDictionary<string, string>? environment = null)
    {
        using var process = Launch(command, folder, quiet: true, environment);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode == 0) return output.Trim();
        var words = string.Join('\n', $"{output}\n{await error}".Trim().Split('\n').TakeLast(30));
        throw new DevException($"{Path.GetFileName(command[0])} failed (exit code {process.ExitCode}): {words}");
    }

    /// <summary>Runs a program on our own console and gives back its exit code.</summary>
    public static async Task<int> Show(string[] command, string? folder = null)
    {
        using var process = Start(command, folder);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public static Process Start(string[] command, string? folder = null, IDictionary<string, string>? environment = null) =>
        Launch(command, folder, quiet: false, environment);

    /// <summary>The full path of a program; the sbin folders are searched too, which many people do not have in their PATH.</summary>
    public static string? Find(string program)
    {
        var name = OperatingSystem.IsWindows() ? program + ".exe" : program;
        var folders = $"{Environment.GetEnvironmentVariable("PATH")}{Path.PathSeparator}/usr/sbin{Path.PathSeparator}/usr/local/sbin";
        return folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Asks a program to end, as Ctrl-C does; waits, and insists when it does not listen.</summary>
    public static async Task Stop(Process process, TimeSpan patience)
    {
        if (process.HasExited) return;
        // On Windows the console has passed Ctrl-C on already; elsewhere a second signal does no harm.
        if (!OperatingSystem.IsWindows()) _ = SendSignal(process.Id, SigTerm);
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Ends PostgreSQL or PgBouncer at once, yet lets it give back the system's shared memory.</summary>
    public static void Quit(Process process)
    {
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else _ = SendSignal(process.Id, SigQuit);
    }

    /// <summary>By its name (KILL, STOP, CONT), to each that is still there.</summary>
    public static Task Signal(string name, IEnumerable<int> processes) =>
        Run(["sh", "-c", $"for process in {string.Join(' ', processes)}; do kill -{name} $process 2> /dev/null; done; true"]);

    static Process Launch(string[] command, string? folder, bool quiet, IDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = quiet,
            RedirectStandardError = quiet,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new DevException($"{command[0]} could not be started: it is missing, or may not be run.");
        }
    }

    const int SigQuit = 3, SigTerm = 15;

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int SendSignal(int process, int signal);
}
