using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Doneon.Dev;

/// <summary>The run command: a database, the server on it, and both ended in order.</summary>
static class Run
{
    public static async Task<int> Doneon()
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        try
        {
            return await Doneon(stop.Token);
        }
        catch (Exception e) when (stop.IsCancellationRequested && e is OperationCanceledException or DevException)
        {
            return 0; // Ctrl-C reaches the programs that we were waiting for, too.
        }
    }

    static async Task<int> Doneon(CancellationToken stop)
    {
        var port = Port();
        var given = Checkout.Setting("DATABASE_URL");
        await using var postgres = given is null ? await StartPostgres() : null;
        stop.ThrowIfCancellationRequested();

        var program = await Progress.Show("building the server and the web app", Build);
        stop.ThrowIfCancellationRequested();

        using var server = Shell.Start(["dotnet", program, "serve"], Checkout.Root, new Dictionary<string, string>
        {
            ["DATABASE_URL"] = given ?? postgres!.Url,
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
        });
        await Announce(server, port, postgres, stop);
        return await ExitCode(server, stop);
    }

    static int Port()
    {
        var text = Checkout.Setting("PORT") ?? "8080";
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            throw new DevException($"PORT is '{text}', which is no port number.");
        return Ports.IsFree(port) ? port : throw new DevException($"Port {port} is in use. Set PORT to another one.");
    }

    static async Task<PostgresServer> StartPostgres()
    {
        var clock = Stopwatch.StartNew();
        var postgres = await PostgresServer.Start(new()
        {
            Folder = Path.Combine(Checkout.Folder, "postgres"),
            Port = 5439,
            Progress = step => Progress.Line($"{step} …"),
        });
        Progress.Line($"PostgreSQL {postgres.Version} {(postgres.WasRunning ? "was running already" : "is ready")}", clock.Elapsed);
        return postgres;
    }

    static async Task<string> Build()
    {
        var project = Checkout.In("backend", "src", "Doneon");
        return await Shell.Run(["dotnet", "build", project, "-verbosity:quiet", "-nologo", "-consoleLoggerParameters:NoSummary",
            "-target:Build", "-getProperty:TargetPath"]);
    }

    /// <summary>Says where everything is, once the server answers.</summary>
    static async Task Announce(Process server, int port, PostgresServer? postgres, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        while (!await Ports.Answers(port))
        {
            if (server.HasExited || stop.IsCancellationRequested) return;
            await Task.Delay(50, CancellationToken.None);
        }
        Progress.Line("Doneon answers", clock.Elapsed);
        Console.WriteLine($"""

              Doneon      http://localhost:{port}
              psql        {(postgres is null ? "takes DATABASE_URL as its argument" : $"psql '{postgres.Url}'")}
              PostgreSQL  {(postgres is null ? "the one of DATABASE_URL" : $"log in {postgres.LogFile}")}
              Ctrl-C ends it.

            """);
    }

    static async Task<int> ExitCode(Process server, CancellationToken stop)
    {
        try
        {
            await server.WaitForExitAsync(stop);
            return stop.IsCancellationRequested ? 0 : server.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await Progress.Show("stopping the server", async () =>
            {
                await Shell.Stop(server, TimeSpan.FromSeconds(35));
                return 0;
            });
            return 0;
        }
    }
}
