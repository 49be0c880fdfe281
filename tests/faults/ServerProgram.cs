using Doneon.Dev;

namespace Doneon.Faults;

/// <summary>The program under test: published as people run it, with a mistake built in if sabotage asks for one.</summary>
static class ServerProgram
{
    public static async Task<string[]> Publish(Sabotage sabotage)
    {
        var folder = Path.Combine(Checkout.Folder, "faults", $"{sabotage}");
        var command = TestedProgram.Publishing(Path.Combine(folder, "program"));
        await Shell.Run(await Mistake(sabotage, folder) is { } mistake
            ? [.. command, "--artifacts-path", Path.Combine(folder, "artifacts"), $"-p:CustomAfterMicrosoftCommonTargets={mistake}"] : command);
        return [Path.Combine(folder, "program", "doneon")];
    }

    /// <summary>Targets that build one file of the program with one change in it.</summary>
    static async Task<string?> Mistake(Sabotage sabotage, string folder)
    {
        var change = sabotage switch
        {
            Sabotage.NoKeys => (File: "Http/Idempotency.cs", Right: "me.OnlyReads || header.Count == 0", Wrong: "me.OnlyReads || header.Count >= 0"),
            Sabotage.Greedy => (File: "Database/Db.cs", Right: "mayHaveHappened && !mayRepeat ||", Wrong: "mayHaveHappened && !mayRepeat && attempt < 1 ||"),
            _ => default,
        };
        if (change.File is null) return null;
        var source = Checkout.In("backend", "src", "Doneon", change.File);
        var text = await File.ReadAllTextAsync(source);
        if (text.Split(change.Right).Length != 2) throw new DevException($"{change.File} does not have \"{change.Right}\" once: the sabotage needs a new place.");
        Directory.CreateDirectory(folder);
        var (wrong, targets) = (Path.Combine(folder, Path.GetFileName(change.File)), Path.Combine(folder, "mistake.targets"));
        await File.WriteAllTextAsync(wrong, text.Replace(change.Right, change.Wrong, StringComparison.Ordinal));
        await File.WriteAllTextAsync(targets, $"""
            <Project><ItemGroup><Compile Remove="{change.File}" /><Compile Include="{wrong}" /></ItemGroup></Project>
            """);
        return targets;
    }
}
