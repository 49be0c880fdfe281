using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Tests.Shipping;

/// <summary>The program as people run it: a process of its own, in production, with all that it says.</summary>
sealed class RunningProgram : IAsyncDisposable
{
    static int s_count;

    readonly Process process;
    readonly bool isWrapped;
    readonly List<string> output = [];

    RunningProgram(Process process, bool isWrapped, PostgresServer server, string database, int port)
    {
        (this.process, this.isWrapped, Server, Database, Port) = (process, isWrapped, server, database, port);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public PostgresServer Server { get; }
    public string Database { get; }
    public int Port { get; }
    public Uri Address => new($"http://localhost:{Port}");

    /// <summary>Each line of the standard output and the error stream.</summary>
    public IReadOnlyList<string> Output
    {
        get { lock (output) return [.. output]; }
    }

    /// <param name="wrapper">A program to run it under, with its arguments.</param>
    public static async Task<RunningProgram> Start(Dictionary<string, string>? settings = null, params string[] wrapper)
    {
        var server = await TestHost.SharedCluster;
        var database = $"program{Interlocked.Increment(ref s_count)}";
        await server.CreateDatabase(database);
        var port = Ports.Free();
        string[] command = [.. wrapper, .. TestedProgram.Command, "serve"];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment["DATABASE_URL"] = server.UrlFor(database);
        start.Environment["PORT"] = port.ToString();
        foreach (var (name, value) in settings ?? []) start.Environment[name] = value;
        var program = new RunningProgram(Process.Start(start)!, wrapper.Length > 0, server, database, port);
        await program.Answers();
        return program;
    }

    async Task Answers()
    {
        var clock = Stopwatch.StartNew();
        while (!await Ports.Answers(Port))
        {
            Assert.False(process.HasExited, "The program ended: " + string.Join('\n', Output));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(90), "The program did not start: " + string.Join('\n', Output));
            await Task.Delay(50);
        }
    }

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<Person> NewPerson(string name, string email, string password)
    {
        using var client = Client();
        using var answer = await client.PostAsJsonAsync("/api/auth/register", new { username = name, email, password });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var signedIn = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var token = signedIn.GetProperty("access_token").GetString()!;
        return new(signedIn.GetProperty("user").GetProperty("id").GetInt64(), name, token, Client(token));
    }

    public Task<Person> NewPerson() => NewPerson("ann", "ann@example.org", Person.Password);

    public async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(Server.Login(Database).ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Asks it to end, as an orchestrator does. The exit code, and how long that took.</summary>
    public async Task<(int ExitCode, TimeSpan Time)> Terminate()
    {
        var clock = Stopwatch.StartNew();
        await Shell.Stop(Child() ?? process, TimeSpan.FromSeconds(40));
        await process.WaitForExitAsync();
        return (process.ExitCode, clock.Elapsed);
    }

    /// <summary>Under a wrapper, the program is the wrapper's child: the wrapper passes no signal on.</summary>
    Process? Child()
    {
        var children = $"/proc/{process.Id}/task/{process.Id}/children";
        return !isWrapped || !File.Exists(children) ? null
            : File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var id, ..] ? Process.GetProcessById(int.Parse(id)) : null;
    }

    void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (output) output.Add(line.Data);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
