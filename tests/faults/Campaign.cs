using System.Diagnostics;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Faults;

/// <summary>Lets clients work while a nemesis strikes, then reads the database and compares it with what they were told.</summary>
static class Campaign
{
    static readonly Layout[] Layouts = [new(false, 1), new(true, 1), new(false, 2), new(true, 2)];

    /// <summary>What the short form leaves to the long one: the layouts that are parts of others, and what takes long.</summary>
    static readonly Layout[] ShortLayouts = [new(true, 2)];
    static readonly string[] ShortFaults =
        ["server killed", "server ended in order", "PostgreSQL killed", "pooler killed", "all sessions ended", "cut after the commit", "connections reset", "no connection left"];

    public static async Task<int> Run(Options options)
    {
        Check(Needs.SmallDisk, SmallDisk.IsPossible, "fills a small disk, which only root may mount, on Linux");
        Check(Needs.FalseClock, Clock.IsPossible, "needs libfaketime (Debian: apt-get install libfaketime)");
        Console.WriteLine($"seed {options.Seed}");
        var program = options.IsShort ? TestedProgram.Command : await ServerProgram.Publish(options.Sabotage);
        Console.WriteLine($"{"fault",-36} {"path",-6} {"replicas",8} {"requests",9} {"acknowl.",9} {"refused",8} {"unknown",8} {"lost",5} {"twice",5} {"undone",6} {"others'",7} {"keyed?",6} {"hung",5} {"5xx",4} {"well after",10}");
        var (sums, broken, clock) = (new Dictionary<string, Figures>(), 0, Stopwatch.StartNew());
        foreach (var layout in options.IsShort ? ShortLayouts : Layouts)
        {
            foreach (var nemeses in Nemesis.All.Where(nemesis => IsWanted(nemesis, layout, options)).GroupBy(nemesis => nemesis.Needs))
            {
                await using var world = await World.Start(layout, nemeses.Key, program, options);
                var clients = Enumerable.Range(0, options.Clients).Select(number => new Client(world, number, options.Seed)).ToList();
                foreach (var client in clients) await client.Register();
                foreach (var nemesis in nemeses)
                    for (var round = 0; round < options.Rounds; round++)
                        Report(nemesis.Name, layout, await Strike(world, nemesis, clients, new Random(options.Seed + round), options.IsShort));
                if (!options.IsShort) Report("later", layout, await LookAgain(world, clients));
                foreach (var client in clients) client.Dispose();
            }
        }
        var all = new Figures();
        foreach (var (fault, sum) in sums)
        {
            if (!options.IsShort) Print(fault, "all", "all", sum);
            all.Add(sum);
        }
        Print("everything", "all", "all", all);
        Console.WriteLine($"{clock.Elapsed.TotalMinutes:0.0} minutes; longest end in order {all.LongestEnd.TotalSeconds:0.0} s; {(broken == 0 ? "every promise was kept" : $"{broken} runs broke a promise")}");
        return broken == 0 ? 0 : 1;

        void Check(Needs needs, bool isPossible, string what)
        {
            if (!isPossible && Nemesis.All.FirstOrDefault(nemesis => nemesis.Needs == needs && Layouts.Any(layout => IsWanted(nemesis, layout, options))) is { } wanted)
                throw new DevException($"The fault \"{wanted.Name}\" {what}. --without \"{wanted.Name}\" leaves it out.");
        }

        void Report(string name, Layout layout, Figures figures)
        {
            Print(name, layout.Path, $"{layout.Replicas}", figures);
            if (figures.Fault is { } fault)
            {
                broken++;
                Console.WriteLine($"    {fault}");
                foreach (var note in figures.Notes) Console.WriteLine($"    {note}");
            }
            if (!sums.TryGetValue(name, out var sum)) sums[name] = sum = new();
            sum.Add(figures);
        }
    }

    static bool IsWanted(Nemesis nemesis, Layout layout, Options options) =>
        (layout.Pooled || !nemesis.NeedsPooler) && !options.Without.Contains(nemesis.Name)
        && (options.Only.Count > 0 ? options.Only.Contains(nemesis.Name) : !options.IsShort || ShortFaults.Contains(nemesis.Name));

    static void Print(string name, string path, string replicas, Figures of) => Console.WriteLine(
        $"{name,-36} {path,-6} {replicas,8} {of.Requests,9} {of.Acknowledged,9} {of.Refused,8} {of.Unknown,8} {of.Lost,5} {of.Twice,5} {of.RefusedYetDone,6} {of.Strangers,7} {of.UnknownWithKey,6} {of.Hung,5} {of.Wrong5xx,4} {of.Recovery.TotalMilliseconds,7:0} ms");

    static async Task<Figures> Strike(World world, Nemesis nemesis, List<Client> clients, Random random, bool isShort)
    {
        var figures = new Figures();
        using var stop = new CancellationTokenSource();
        var work = clients.Select(client => Task.Run(() => client.Work(figures, stop.Token))).ToList();
        await Task.Delay(isShort ? 300 : 1500);
        try
        {
            figures.LongestEnd = await nemesis.Strike(world, random);
        }
        catch (Exception e) when (e is DevException or NpgsqlException)
        {
            figures.Mishap = $"it did not strike: {e.Message}";
            world.Proxy.Harm = Harm.None;
        }
        var over = Stopwatch.GetTimestamp();
        await Task.Delay(isShort ? 2300 : 4500);
        await stop.CancelAsync();
        await Task.WhenAll(work);
        figures.Recovery = WellAfter(figures, over);
        await Audit(world, clients, figures);
        return figures;
    }

    /// <summary>When everybody's time is over, nothing may come that was refused, or was never acknowledged.</summary>
    static async Task<Figures> LookAgain(World world, List<Client> clients)
    {
        await Task.Delay(TimeSpan.FromSeconds(11));
        var figures = new Figures();
        await Audit(world, clients, figures);
        return figures;
    }

    /// <summary>How long after the fault a request still failed, or had to wait for its answer, even if it had begun before.</summary>
    static TimeSpan WellAfter(Figures figures, long over) => figures.Served.Where(request => request.Ended > over)
        .Select(request => Stopwatch.GetElapsedTime(request.Well ? Math.Max(request.Began, over) : over, request.Ended)).DefaultIfEmpty().Max();

    /// <summary>What the database says, against what the clients were told.</summary>
    static async Task Audit(World world, List<Client> clients, Figures figures)
    {
        var rows = await world.Ask("select id, user_id, title, completed, deleted_at is not null, description from task");
        var byUser = rows.ToLookup(row => (long)row[1]);
        foreach (var client in clients)
        {
            var mine = byUser[client.UserId].ToDictionary(row => (long)row[0]);
            var marks = mine.Values.ToLookup(row => (string)row[5]);
            foreach (var (mark, outcome) in client.Ledger.Created)
            {
                var times = marks[mark].Count();
                if (times > 1) figures.Note(ref figures.Twice, $"{mark} is there {times} times");
                if (outcome == Outcome.Acknowledged && times == 0) figures.Note(ref figures.Lost, $"{mark} was acknowledged and is not there");
                if (outcome == Outcome.Refused && times > 0) figures.Note(ref figures.RefusedYetDone, $"{mark} was refused and is there");
            }
            figures.Strangers += marks.Count(mark => !client.Ledger.Created.ContainsKey(mark.Key));
            foreach (var task in client.Ledger.Tasks.Values)
                if (mine.TryGetValue(task.Id, out var row) && new State((string)row[2], (bool)row[3], (bool)row[4]) is var state && !task.Possible.Contains(state))
                    figures.Note(ref figures.Lost, $"task {task.Id} is {state}, and should be {string.Join(" or ", task.Possible)}");
            foreach (var ended in client.Ledger.EndedTokens)
                if (await client.IsAlive(ended)) figures.Note(ref figures.Lost, "a session that was ended lives");
            client.Ledger.EndedTokens.Clear();
            if (world.Needs != Needs.FalseClock && !await client.IsLoggedIn()) figures.Note(ref figures.Lost, $"client {client.UserId} was logged in and is not");
        }
        figures.Strangers += byUser.Where(group => clients.All(client => client.UserId != group.Key)).Sum(group => group.Count());
    }
}
