using Doneon.Dev;

namespace Doneon.Faults;

/// <summary>Harm with a name. It ends by itself, and gives back how long a server took to end in order, if one did.</summary>
sealed record Nemesis(string Name, Func<World, Random, Task<TimeSpan>> Strike, bool NeedsPooler = false)
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
        new("sessions frozen for 3 s", async (world, _) =>
        {
            var processes = string.Join(' ', (await world.Ask("select pid from pg_stat_activity where usename = 'doneon'")).Select(row => row[0]));
            await Signal("STOP", processes);
            await Task.Delay(3000);
            await Signal("CONT", processes);
            return default;
        }),
        new("no connection left", async (world, _) =>
        {
            await using (await world.TakeAllConnections())
            {
                await world.Ask("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'doneon' and state = 'idle' and application_name like 'doneon%'");
                await Task.Delay(2000);
            }
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
            await Through(world, Harm.Silence);
            world.Proxy.Reset();
            return default;
        }),
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
    ];

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

    static async Task<TimeSpan> Through(World world, Harm harm)
    {
        world.Proxy.Harm = harm;
        await Task.Delay(3000);
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

    /// <summary>To each that is still there.</summary>
    static Task<string> Signal(string name, string processes) => Shell.Run(["sh", "-c", $"for process in {processes}; do kill -{name} $process 2> /dev/null; done; true"]);
}
