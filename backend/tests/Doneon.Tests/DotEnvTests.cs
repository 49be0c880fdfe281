namespace Doneon.Tests;

public sealed class DotEnvTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("doneon-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("  A = b  ", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("A=", "")]
    [InlineData("A=b\r", "b")]
    [InlineData("A=b c", "b c")]
    [InlineData("A=b=c#d", "b=c#d")]
    [InlineData("A=b # a remark", "b")]
    [InlineData("A= # a remark", "")]
    [InlineData("A='b # \"c\" \\n' # a remark", "b # \"c\" \\n")]
    [InlineData("A=\"b # 'c' \\\"d\\\" \\\\ \\n \\$e \\x\"", "b # 'c' \"d\" \\ \n $e \\x")]
    [InlineData("A=\"\"", "")]
    [InlineData("A=$B", "$B")]
    [InlineData("# A=c\n\n   # more\nA=b\n", "b")]
    public void A_line_is_understood(string text, string value) => Assert.Equal(value, DotEnv.Parse(".env", text)["A"]);

    [Theory]
    [InlineData("Zq1xW", 1)]
    [InlineData("A=b\r\nZq1xW", 2)]
    [InlineData("=Zq1xW", 1)]
    [InlineData("1A=Zq1xW", 1)]
    [InlineData("A-B=Zq1xW", 1)]
    [InlineData("A='Zq1xW", 1)]
    [InlineData("A=\"Zq1xW", 1)]
    [InlineData("A=\"Zq1xW\\\"", 1)]
    [InlineData("A='Zq1xW' c", 1)]
    [InlineData("A=Zq1xW\0", 1)]
    [InlineData("A=b\n\nA=Zq1xW", 3)]
    [InlineData("export Zq1xW", 1)]
    public void A_malformed_line_is_named_by_its_place_and_not_repeated(string text, int line)
    {
        var stop = Assert.Throws<StopException>(() => DotEnv.Parse("/app/.env", text));

        Assert.Equal(StopException.Settings, stop.ExitCode);
        Assert.StartsWith($"/app/.env line {line} ", stop.Message);
        Assert.DoesNotContain("Zq1xW", stop.ToString());
    }

    [Fact]
    public void The_real_environment_wins_even_when_it_says_nothing()
    {
        File.WriteAllText(Path.Combine(folder, ".env"), "A=file\nB=file\nC=file");
        var real = new Dictionary<string, string> { ["A"] = "real", ["B"] = "" };
        var variable = DotEnv.Complete(real.GetValueOrDefault, folder);

        Assert.Equal(("real", "", "file", null), (variable("A"), variable("B"), variable("C"), variable("D")));
    }

    [Fact]
    public void The_nearest_file_up_to_the_root_of_the_repository_is_read()
    {
        var root = Directory.CreateDirectory(Path.Combine(folder, "repository")).FullName;
        var deep = Directory.CreateDirectory(Path.Combine(root, "backend", "src")).FullName;
        File.WriteAllText(Path.Combine(folder, ".env"), "A=stranger");
        Assert.Null(DotEnv.Find(deep));

        File.WriteAllText(Path.Combine(root, "Doneon.slnx"), "");
        Assert.Null(DotEnv.Find(deep));

        File.WriteAllText(Path.Combine(root, ".env"), "A=root");
        Assert.Equal(Path.Combine(root, ".env"), DotEnv.Find(deep));

        File.WriteAllText(Path.Combine(deep, ".env"), "A=deep");
        Assert.Equal("deep", DotEnv.Complete(_ => null, deep)("A"));
    }

    [Fact]
    public void Without_a_file_the_environment_stands_alone() =>
        Assert.Equal("real", DotEnv.Complete(_ => "real", folder)("A"));

    [Fact]
    public void A_byte_order_mark_does_not_disturb()
    {
        File.WriteAllText(Path.Combine(folder, ".env"), "A=b", System.Text.Encoding.UTF8);
        Assert.Equal("b", DotEnv.Complete(_ => null, folder)("A"));
    }

    [Fact]
    public void A_file_that_is_not_text_is_named()
    {
        File.WriteAllBytes(Path.Combine(folder, ".env"), [0x41, 0x3d, 0xff, 0xfe, 0xfd]);
        var stop = Assert.Throws<StopException>(() => DotEnv.Complete(_ => null, folder));
        Assert.Contains(".env cannot be read as UTF-8 text", stop.Message);
    }
}
