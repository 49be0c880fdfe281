using Doneon.Dev;

namespace Doneon.Tests.Database;

/// <summary>The commands of docs/deploy.md, with other names for the databases, in a folder of their own.</summary>
sealed class Backup(string programs) : IAsyncDisposable
{
    static readonly string[] s_blocks = Commands();

    readonly string folder = Directory.CreateTempSubdirectory("doneon-backup").FullName;

    public Task Dump(string url) => Run(url, s_blocks[0]);

    public async Task Restore(string url, string dumped, bool roleIsThere)
    {
        foreach (var command in s_blocks[1].Replace("neondb", dumped).Split('\n'))
        {
            var run = Run(url, command);
            if (roleIsThere && command.Contains("create role")) Assert.Contains("already exists", (await Assert.ThrowsAsync<DevException>(() => run)).Message);
            else await run;
        }
    }

    public Task Run(string url, string command) => Shell.Run(["sh", "-c", $"doneon() {{ {string.Join(' ', TestedProgram.Command.Select(word => $"'{word}'"))} \"$@\"; }}; {command}"], folder,
        new Dictionary<string, string>
        {
            ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
            ["DATABASE_URL"] = url,
            ["DATABASE_URL_UNPOOLED"] = url,
        });

    /// <summary>What stands between fences in the section on backups: how to make one, and how to restore it.</summary>
    static string[] Commands()
    {
        var page = File.ReadAllText(Checkout.In("docs", "deploy.md")).ReplaceLineEndings("\n");
        var section = page.Split("\n## ").Single(section => section.Contains("Backups\n"));
        string[] blocks = [.. section.Split("```\n").Where((_, i) => i % 2 == 1).Select(block => block.TrimEnd())];
        Assert.Equal(2, blocks.Length);
        return blocks;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
