namespace Doneon.Faults;

/// <summary>The time as a process is told it, by libfaketime; what it measures with its other clock is left alone.</summary>
sealed class Clock : IDisposable
{
    readonly string file = Path.GetTempFileName();

    public Clock() => Set("+0");

    /// <summary>Noticed by the process within a second. The words are libfaketime's: +30d, -10m.</summary>
    public void Set(string difference) => File.WriteAllText(file, difference + "\n");

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library!,
        ["FAKETIME_TIMESTAMP_FILE"] = file,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["FAKETIME_DONT_RESET"] = "1",
    };

    public static bool IsPossible => Library is not null;

    static string? Library => !Directory.Exists("/usr/lib") ? null : Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1",
        new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true }).FirstOrDefault();

    public void Dispose() => File.Delete(file);
}
