using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Doneon.Dev;

namespace Doneon.Tests.Shipping;

/// <summary>Everything is kept in PostgreSQL and nowhere else: the server writes no file.</summary>
public partial class NoFileTests
{
    /// <summary>All calls that open, make, move or remove a file, or bind a socket to a place in the file system.</summary>
    const string Calls = "trace=open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,"
        + "link,linkat,symlink,symlinkat,mknod,mknodat,truncate,chmod,fchmodat,bind";

    [Fact]
    public async Task From_start_to_end_the_server_opens_no_file_for_writing()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.True(Shell.Find("strace") is not null, "strace is missing; on Debian: apt-get install strace");
        var folder = Directory.CreateTempSubdirectory("doneon-strace-");
        var trace = Path.Combine(folder.FullName, "trace");
        // A debugger's and a profiler's doors are files in the temporary folder; the image closes them too.
        var settings = new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "0" };
        await using (var program = await RunningProgram.Start(settings, "strace", "-f", "-q", "-s", "300", "-o", trace, "-e", Calls))
        {
            var me = await program.NewPerson();
            await me.Add(new { title = "Kept in PostgreSQL", tags = "there" });
            Assert.Equal(1, (await me.Get($"{me.Tasks}?q=postgresql")).GetArrayLength());
            await me.Client.PostAsJsonAsync("/api/auth/login", new { username = me.Name, password = "wrong password" });
            foreach (var path in (string[])["/", "/sw.js", "/health", "/health/ready", "/health/db", "/openapi/v1.json"]) await me.Client.GetStringAsync(path);
            var (exitCode, _) = await program.Terminate();
            Assert.Equal(0, exitCode);
        }

        var lines = await File.ReadAllLinesAsync(trace);
        Assert.Contains(lines, line => line.Contains(TestedProgram.Command[^1], StringComparison.Ordinal));
        Assert.DoesNotContain(lines, Writes);
        folder.Delete(recursive: true);
    }

    static bool Writes(string line)
    {
        if (Call().Match(line) is not { Success: true } call) return false;
        if (call.Groups["name"].Value.StartsWith("open", StringComparison.Ordinal))
            return Regex.IsMatch(line, "O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE") && !IsSystems(call.Groups["path"].Value);
        if (call.Groups["name"].Value == "bind") return line.Contains("sun_path=\"", StringComparison.Ordinal);
        return !IsSystems(call.Groups["path"].Value);
    }

    /// <summary>What is no file on a disk: devices, and the kernel's own tables.</summary>
    static bool IsSystems(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal)
        || path.StartsWith("/sys/", StringComparison.Ordinal);

    [GeneratedRegex("""^\d+ +(?<name>[a-z0-9]+)\([^"]*("(?<path>[^"]*)")?""")]
    private static partial Regex Call();

    [Theory]
    [InlineData("""123 openat(AT_FDCWD, "/app/tasks.db", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 5""", true)]
    [InlineData("""123 openat(AT_FDCWD, "/app/doneon.dll", O_RDONLY|O_CLOEXEC) = 5""", false)]
    [InlineData("""123 openat(AT_FDCWD, "/dev/null", O_WRONLY) = 5""", false)]
    [InlineData("""123 mkdir("/tmp/keys", 0700) = 0""", true)]
    [InlineData("""123 unlink("/var/lib/doneon/x") = 0""", true)]
    [InlineData("""123 bind(7, {sa_family=AF_UNIX, sun_path="/tmp/door"}, 110) = 0""", true)]
    [InlineData("""123 bind(7, {sa_family=AF_INET6, sin6_port=htons(8080)}, 28) = 0""", false)]
    public void A_line_of_the_trace_is_understood(string line, bool writes) => Assert.Equal(writes, Writes(line));

    [Fact]
    public void No_other_database_is_among_the_dependencies()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "doneon.deps.json");
        foreach (var other in (string[])["sqlite", "litedb", "EntityFrameworkCore", "LevelDB", "rocksdb"])
            Assert.DoesNotContain(other, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase);
    }
}
