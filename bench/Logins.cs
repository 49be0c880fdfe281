using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Doneon.Accounts;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>A thousand people log in at the same moment, while others go on working.</summary>
static class Logins
{
    const int Burst = 1_000, Connections = 32, Rate = 500;
    const string Password = "the same for everybody here";

    /// <param name="TooMany">429, each with Retry-After: one without it stops the bench.</param>
    public sealed record Answers(int Ok, int TooMany, int Others, TimeSpan Took);

    public sealed record Result(Load Without, Load With, Answers Answers, double RssBefore, double RssPeak, double RssAfter, IReadOnlyList<Goal> Goals);

    public static async Task<Result> Measure(World world, Options options)
    {
        if (options.Users < Burst) throw new DevException($"The part \"logins\" needs {Burst:N0} users.");
        // One hash for all: it costs the server the same, and the bench a thousandth.
        await world.Execute($"update \"user\" set hashed_password = '{Passwords.Hash(Password)}' where id <= {Burst}");
        await using var server = await Server.Start(world, tls: true);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(60) };
        if (await LogIn(http, 1) != HttpStatusCode.OK) throw new DevException("A login with the right password was refused."); // warms, too
        await Wrk.Run(world, server, "mix", Connections, options.IsQuick ? 2 : 5);
        var seconds = options.IsQuick ? 6 : 10;
        await Watch.Calm(server);
        var without = await Others(world, server, seconds);
        var others = Others(world, server, seconds);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (answers, held) = await Watch.During(world, server, LogInAllAtOnce(http));
        var with = await others;
        var result = new Result(without, with, answers, held.Rss.Before, held.Rss.Peak, Usage.Megabytes(server.ProcessId), Goals(without, with, answers, held));
        Print(result, seconds);
        return result;
    }

    static Task<Load> Others(World world, Server server, int seconds) => Wrk.Run(world, server, "mix", Connections, seconds, Rate, quiet: 1);

    static async Task<Answers> LogInAllAtOnce(HttpClient http)
    {
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(1, Burst).Select(person => LogIn(http, person)));
        var (ok, tooMany) = (answers.Count(status => status == HttpStatusCode.OK), answers.Count(status => status == HttpStatusCode.TooManyRequests));
        return new(ok, tooMany, Burst - ok - tooMany, clock.Elapsed);
    }

    /// <summary>Null when there was no answer.</summary>
    static async Task<HttpStatusCode?> LogIn(HttpClient http, int person)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync("/api/auth/login", new { username = $"user{person}", password = Password });
            if (answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is null)
                throw new DevException("A login was answered 429 without Retry-After.");
            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    static Goal[] Goals(Load without, Load with, Answers answers, Held held) =>
    [
        new("p99 of the others with the burst, as a multiple of that without", with.P99 / without.P99, 2),
        new("errors of the others", without.Refused + without.Broken + with.Refused + with.Broken, 0),
        new("logins answered neither 200 nor 429 with Retry-After", answers.Others, 0),
        new("RSS peak, as a multiple of that before", held.Rss.Peak / held.Rss.Before, 1.25),
    ];

    static void Print(Result result, int seconds)
    {
        Console.WriteLine($"\n{Burst:N0} logins at the same moment, while others work at {Rate} requests/s on {Connections} connections for {seconds} s.");
        Console.WriteLine("All have one address here, so its limits are raised: REQUESTS_PER_MINUTE_ADDRESS and REQUESTS_PER_MINUTE_USER to 1,000,000,");
        Console.WriteLine("SIGNINS_PER_MINUTE_ADDRESS to 100,000; FAILED_LOGINS_PER_ACCOUNT and FAILED_LOGINS_PER_ADDRESS stay, since no password is wrong.\n");
        Console.WriteLine("| others | requests/s | p50 ms | p99 ms | longest ms | errors |\n|---|---|---|---|---|---|");
        foreach (var (name, load) in (ReadOnlySpan<(string, Load)>)[("alone", result.Without), ("with the burst", result.With)])
            Console.WriteLine($"| {name} | {load.PerSecond:N0} | {load.Median.TotalMilliseconds:0.00} | {load.P99.TotalMilliseconds:0.00} | {load.Longest.TotalMilliseconds:0} | {load.Refused + load.Broken} |");
        Console.WriteLine("\n| logins: 200 | 429 with Retry-After | others | took s | RSS MB before | peak | after |\n|---|---|---|---|---|---|---|");
        var answers = result.Answers;
        Console.WriteLine($"| {answers.Ok} | {answers.TooMany} | {answers.Others} | {answers.Took.TotalSeconds:0.0} | {result.RssBefore:0} | {result.RssPeak:0} | {result.RssAfter:0} |");
        Goal.Print(result.Goals);
    }
}
