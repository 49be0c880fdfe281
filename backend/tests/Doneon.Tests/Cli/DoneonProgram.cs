using System.Diagnostics;
using System.Text;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Tests.Cli;

/// <summary>The real program, started as a person or a script would start it.</summary>
static class DoneonProgram
{
    public static string[] Migrations { get; } = ["0001_contract", "0002_foundation", "0003_idempotency", "0004_plans", "0005_steady_search", "0006_repetition", "0007_search", "0008_search_index", "0009_forgotten_words"];

    public sealed record Ending(int ExitCode, string Output, string Error, TimeSpan Time)
    {
        /// <summary>A failure is told in exactly one line.</summary>
        public string Line
        {
            get
            {
                Assert.StartsWith("doneon: ", Error);
                Assert.Equal(Error.Length - 1, Error.IndexOf('\n'));
                return Error["doneon: ".Length..].TrimEnd();
            }
        }

        public string Success
        {
            get
            {
                Assert.True(ExitCode == 0 && Error == "", $"exit code {ExitCode}: {Error}{Output}");
                return Output;
            }
        }
    }

    public static Task<Ending> On(string? url, params string[] words) => Run(words, new() { ["DATABASE_URL"] = url });

    public static async Task<Ending> Run(string[] words, Dictionary<string, string?>? variables = null, string input = "")
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(words, variables);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await End(process, clock, variables);
    }

    public static async Task<Ending> End(Process process, Stopwatch clock, Dictionary<string, string?>? variables = null)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var ending = new Ending(process.ExitCode, output, await error, clock.Elapsed);
        if (PasswordOf(variables?.GetValueOrDefault("DATABASE_URL")) is { } password)
            Assert.DoesNotContain(password, ending.Output + ending.Error);
        return ending;
    }

    public static Process Start(string[] words, Dictionary<string, string?>? variables = null)
    {
        string[] command = [.. TestedProgram.Command, .. words];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in Settings.All.Select(setting => setting.Name).Append("ASPNETCORE_ENVIRONMENT").Append("DOTNET_ENVIRONMENT"))
            start.Environment.Remove(name);
        start.Environment["PORT"] = "0";
        foreach (var (name, value) in variables ?? []) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>A database of the shared cluster, migrated or empty.</summary>
    public static async Task<NpgsqlConnectionStringBuilder> Database(PostgresServer server, bool migrated)
    {
        var name = $"cli{Guid.NewGuid():N}"[..20];
        await server.CreateDatabase(name);
        if (!migrated) return server.Login(name);
        await using var source = NpgsqlDataSource.Create(server.Login(name));
        await new global::Doneon.Database.Migrator(source).Apply(_ => { });
        return server.Login(name);
    }

    public static async Task Execute(NpgsqlConnectionStringBuilder login, string sql)
    {
        await using var source = NpgsqlDataSource.Create(login);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    static string? PasswordOf(string? url) => url?.Split("://") is [_, var rest] && rest.Split('@') is [var user, _] && user.Split(':') is [_, var password] ? password : null;
}
