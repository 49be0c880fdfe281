using Doneon.Dev;
using Npgsql;

namespace Doneon.Faults;

/// <summary>Harm with a name. It ends by itself, and gives back how long a server took to end in order, if one did.</summary>
sealed record Nemesis(string Name, Func<World, Random, Task<TimeSpan>> Strike, bool NeedsPooler = false, Needs Needs = Needs.Nothing)
{
    public static readonly Nemesis[] All =
    [
        new("nothing", (_, _) => Wait(2)),
        new("server killed", KillServer),
        new("server ended in order", async (world, random) =>
        {
            var replica = random.Next(world.Replicas);
            var time = await world.StopServer(replica);
            await world.StartServer(replica);
            return time;
        }),
        new("PostgreSQL killed", async (world, _) =>
        {
            world.Postgres.Kill();
            await world.Postgres.Restart();
            return default;
        }),
        new("PostgreSQL away for 10 s", async (world, _) =>
        {
            await world.Postgres.Stop();
            await Task.Delay(10_000);
            await world.Postgres.Restart();
            return default;
        }),
        new("pooler killed", async (world, _) =>
        {
            await world.RestartPooler(TimeSpan.FromSeconds(0.5));
            return default;
        }, NeedsPooler: true),
        new("all sessions ended", (world, _) => EndSessions(world)),
        new("a session ended at random", (world, _) => Again(60, 30, () => world.Ask(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'doneon' order by random() limit 1"))),
        new("a session crashes", async (world, _) =>
        {
            // PostgreSQL then ends all others, and starts itself anew.
            var sessions = await world.Sessions();
            for (; sessions.Count == 0; sessions = await world.Sessions()) await Task.Delay(20);
            await Shell.Signal("KILL", sessions.Take(1));
            await world.Postgres.WaitUntilReady();
            return default;
        }),
        new("statements cancelled at random", (world, _) => Again(60, 30, () => world.Ask(
            "select pg_cancel_backend(pid) from pg_stat_activity where usename = 'doneon' and state = 'active' order by random() limit 1"))),
        new("tables locked for 3 s", (world, _) => Again(1, 0, () => world.Ask("begin; lock table \"user\", session, idempotency_key, task; select pg_sleep(3); commit"))),
        new("failover to a standby", async (world, _) =>
        {
            await world.Postgres.RestartAsStandby();
            await Task.Delay(3000);
            await world.Postgres.Promote();
            return default;
        }),
        new("sessions frozen for 3 s", async (world, _) => await Freeze(await world.Sessions())),
        new("server frozen for 3 s", (world, random) => Freeze([world.ServerProcess(random.Next(world.Replicas))])),
        new("pooler frozen for 3 s", (world, _) => Freeze([world.PoolerProcess]), NeedsPooler: true),
        new("no connection left", async (world, _) =>
        {
            await world.TakeAllConnections(TimeSpan.FromSeconds(2));
            return default;
        }),
        new("cut before the commit", (world, _) => Through(world, Harm.CutQuestions)),
        new("cut after the commit", (world, _) => Through(world, Harm.CutAnswers)),
        new("connections reset", (world, _) => Again(8, 300, () =>
        {
            world.Proxy.Reset();
            return Task.CompletedTask;
        })),
        new("silence on the line", async (world, _) =>
        {
            // For longer than anybody waits.
            await Through(world, Harm.Silence, seconds: 12);
            world.Proxy.Reset();
            return default;
        }),
        new("connections forgotten on the way", (world, _) => Lose(world, answersOnly: false)),
        new("answers lost on the way", (world, _) => Lose(world, answersOnly: true)),
        new("a slow line", (world, _) => Through(world, Harm.Delay)),
        new("a slow line, and all sessions ended", async (world, _) =>
        {
            world.Proxy.Harm = Harm.Delay;
            await EndSessions(world);
            world.Proxy.Harm = Harm.None;
            return default;
        }),
        new("cut after the commit, and server killed", async (world, random) =>
        {
            world.Proxy.Harm = Harm.CutAnswers;
            await Task.Delay(1000);
            await KillServer(world, random);
            await Task.Delay(1000);
            world.Proxy.Harm = Harm.None;
            return default;
        }),
        new("disk full", (world, _) => FillDisk(world), Needs: Needs.SmallDisk),
        new("clock of a server changed", (world, _) => ChangeClock(world), Needs: Needs.FalseClock),
    ];

    /// <summary>First there is no room for rows, then none for the log, which PostgreSQL cannot live without.</summary>
    static async Task<TimeSpan> FillDisk(World world)
    {
        var ballast = Path.Combine(world.Postgres.Folder, "ballast");
        using (var file = File.Create(ballast, bufferSize: 0))
        {
            try
            {
                for (var piece = new byte[64 * 1024]; ;) file.Write(piece);
            }
            catch (IOException)
            {
                // It is full.
            }
        }
        await Task.Delay(3000);
        var hadNoRoom = false;
        try
        {
            await world.Ask("create table more as select repeat(md5(i::text), 200) from generate_series(1, 20000) i");
        }
        catch (NpgsqlException e)
        {
            // Refused, or crashed already.
            hadNoRoom = e is not PostgresException { SqlState: not "53100" };
        }
        var hasCrashed = false;
        try
        {
            await Again(10, 100, () => world.Ask("select pg_switch_wal()"));
        }
        catch (NpgsqlException)
        {
            hasCrashed = true;
        }
        await Task.Delay(2000);
        File.Delete(ballast);
        await world.Postgres.WaitUntilReady();
        return hadNoRoom && hasCrashed ? default : throw new DevException($"Room for rows: {!hadNoRoom}, for the log: {!hasCrashed}. The fault did not strike.");
    }

    static async Task<TimeSpan> ChangeClock(World world)
    {
        foreach (var difference in (string[])["+10m", "-10m", "+30d", "-30d", "+0"])
        {
            world.Clock.Set(difference);
            await Task.Delay(2000);
            if (difference == "+30d" && await world.ClockDifference() < TimeSpan.FromDays(29)) throw new DevException("The server's clock is right: the fault did not strike.");
        }
        return default;
    }

    static async Task<TimeSpan> KillServer(World world, Random random)
    {
        var replica = random.Next(world.Replicas);
        world.KillServer(replica);
        await world.StartServer(replica);
        return default;
    }

    static Task<TimeSpan> EndSessions(World world) =>
        Again(10, 200, () => world.Ask("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'doneon'"));

    static async Task<TimeSpan> Wait(double seconds)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return default;
    }

    static async Task<TimeSpan> Through(World world, Harm harm, double seconds = 3)
    {
        world.Proxy.Harm = harm;
        await Wait(seconds);
        world.Proxy.Harm = Harm.None;
        return default;
    }

    static async Task<TimeSpan> Again(int times, int pause, Func<Task> strike)
    {
        for (var time = 0; time < times; time++)
        {
            await strike();
            await Task.Delay(pause);
        }
        return default;
    }

    /// <summary>All connections stay open and are of no use any more; new ones are. Long enough for the requests that are under way.</summary>
    static async Task<TimeSpan> Lose(World world, bool answersOnly)
    {
        world.Proxy.Lose(answersOnly);
        await Task.Delay(10_500);
        return default;
    }

    static async Task<TimeSpan> Freeze(List<int> processes)
    {
        await Shell.Signal("STOP", processes);
        await Task.Delay(3000);
        await Shell.Signal("CONT", processes);
        return default;
    }
}
