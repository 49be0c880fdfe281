using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Doneon.Dev;

namespace Doneon.Bench;

/// <summary>What the database's log shows of Doneon while nobody is there: each connection and each statement would wake a sleeping database.</summary>
static partial class Quiet
{
    /// <param name="WakeUps">Of Doneon, within <paramref name="Watched"/>.</param>
    /// <param name="Connections">Connections to the database at the end.</param>
    public sealed record Result(TimeSpan Watched, int WakeUps, long Connections)
    {
        public double PerHour => WakeUps / Watched.TotalHours;
    }

    public static async Task<Result> Watch(World world, Server server, TimeSpan time)
    {
        await world.SetLog("log_statement = 'all'", "log_connections = on", "log_line_prefix = '%m [%p] %u '");
        await Ask(world, server);
        var wakeUps = await Count(world, () => Task.Delay(time));
        var connections = await world.Connections();
        if (await Count(world, () => Ask(world, server)) == 0) throw new DevException("The log of the database does not show what Doneon asks.");
        await world.SetLog("log_statement", "log_connections", "log_line_prefix");
        return new(time, wakeUps, connections);
    }

    public static async Task Ask(World world, Server server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world.TokenOf(1));
        (await http.GetAsync(new Uri("/api/1/tasks?limit=50", UriKind.Relative))).EnsureSuccessStatusCode().Dispose();
    }

    static async Task<int> Count(World world, Func<Task> act)
    {
        var login = world.Postgres.Login().Username;
        return Line().Matches(await world.Logged(act)).Count(line => line.Groups[1].Value == login);
    }

    [GeneratedRegex(@"^\S+ \S+ \S+ \[\d+\] (\S+) LOG: ", RegexOptions.Multiline)]
    private static partial Regex Line();
}
