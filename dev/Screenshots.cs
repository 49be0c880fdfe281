namespace Doneon.Dev;

/// <summary>Pictures of every page and state, on a phone and a desktop, light and dark: what the checks of every page see.</summary>
static class Screenshots
{
    public static async Task<int> Take()
    {
        const string project = "tests/browser";
        var folder = Checkout.In("screenshots");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        if (await Shell.Show(["dotnet", "build", project, "--configuration", "Release", "-verbosity:quiet", "-nologo"], Checkout.Root) != 0) return 1;
        using var tests = Shell.Start(["dotnet", "test", project, "--no-build", "--configuration", "Release", "--nologo",
            "--filter", "AccessibilityTests"], Checkout.Root, new Dictionary<string, string> { ["SCREENSHOTS"] = folder });
        await tests.WaitForExitAsync();
        Progress.Line($"The pictures are in {folder}");
        return tests.ExitCode;
    }
}
