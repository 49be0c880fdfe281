using System.Net;
using Doneon.Database;
using Npgsql;
using Xunit.Abstractions;

namespace Doneon.Tests.Database;

/// <summary>A replica of this version serves while the next version brings the database forward. Alone, because it measures how long people wait.</summary>
[Collection(nameof(Alone))]
public class UpgradeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nobody_notices_an_upgrade_but_by_a_short_wait()
    {
        await using var host = await TestHost.Start();
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.NewPerson()));
        await using var traffic = new Traffic(people);
        await Task.Delay(3000);
        var (sessions, policy) = (await Sessions(host), await Policy(host));

        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        var (from, steps) = (traffic.Now, new List<string>());
        var reads = new List<Task> { LongRead(source, TimeSpan.FromSeconds(8)) };
        await new Migrator(source, NextVersion.Migrations).Apply(step =>
        {
            steps.Add($"{(traffic.Now - from).TotalSeconds:0.0} s: {step}");
            // An index that is built beside the work waits for old transactions, too.
            if (step.EndsWith("_3", StringComparison.Ordinal)) reads.Add(LongRead(source, TimeSpan.FromSeconds(3)));
        });
        var to = traffic.Now;
        await Task.WhenAll(reads);
        await Task.Delay(2000);
        await traffic.End();

        Report(traffic, from, to, steps);
        Assert.All(traffic.Answers, answer => Assert.True(
            (int)answer.Status is >= 200 and < 300 || answer is { Status: HttpStatusCode.ServiceUnavailable, MayBeTriedAgain: true }, $"{answer}"));
        Assert.All(traffic.Answers, answer => Assert.True(answer.Took < TimeSpan.FromSeconds(12), $"{answer}"));
        // A migration that queues for a lock keeps everybody behind it: two seconds at a time, however long it takes to get it.
        Assert.InRange(traffic.Within(from, to).Max(answer => answer.Took), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        var after = traffic.Answers.Where(answer => answer.At > to).ToList();
        Assert.NotEmpty(after);
        Assert.All(after, answer => Assert.True((int)answer.Status < 300 && answer.Took < TimeSpan.FromSeconds(2), $"{answer}"));
        await traffic.IsAllKept(host);
        await IsAsTheNextVersionNeedsIt(host, people[0]);
        Assert.NotEqual(policy, await Policy(host));
        Assert.Subset((await Sessions(host)).ToHashSet(), sessions.ToHashSet());
        Assert.True(host.Db().Connections.Prepares);
    }

    [Fact]
    public async Task Setting_grants_and_policies_again_waits_for_nobody_who_waits_for_it()
    {
        await using var host = await TestHost.Start();
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        var further = NextVersion.Of(NextVersion.AddsColumn);
        await using var traffic = new Traffic(await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => host.NewPerson())));
        var joining = Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++) await host.NewPerson();
        });
        // The further column is no part of this version's schema, so that each run sets them.
        for (var i = 0; i < 25; i++) await new Migrator(source, further).Apply(_ => { });
        await joining;
        await traffic.End();

        Assert.All(traffic.Answers, answer => Assert.True((int)answer.Status < 300, $"{answer}"));
        await traffic.IsAllKept(host);
        // A session's counters come late, but no later than its end.
        await host.DisposeAsync();
        var superuser = host.Server.Superuser();
        await Soon.Is(async () => (await superuser.Run($"select pg_terminate_backend(pid)::int from pg_stat_activity where datname = '{host.Database}'")).Count == 0, "all sessions have ended");
        Assert.Equal(0, await host.Scalar<long>("select deadlocks from pg_stat_database where datname = current_database()"));
    }

    /// <summary>PostgreSQL refuses a prepared statement whose result would have other types than when it was prepared.</summary>
    [Fact]
    public async Task Columns_of_another_type_are_not_noticed_by_those_whose_statements_were_prepared_before()
    {
        await using var host = await TestHost.Start();
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.NewPerson()));
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        await using var traffic = new Traffic(people);
        await Task.Delay(3000);
        var from = traffic.Now;
        await new Migrator(source, NextVersion.Of("""
            do $$
            declare
                view text := pg_get_viewdef('my_task'::regclass);
            begin
                drop view my_task;
                alter table task alter column recursion_pattern type varchar(250);
                execute 'create view my_task as ' || view;
                execute format('grant select on my_task to %I', 'doneon_user_' || current_database());
            end;
            $$;
            """)).Apply(_ => { });
        var to = traffic.Now;
        await Task.Delay(2000);
        await traffic.End();

        Report(traffic, from, to, []);
        Assert.All(traffic.Answers, answer => Assert.True((int)answer.Status < 300, $"{answer}"));
        await traffic.IsAllKept(host);
    }

    static async Task IsAsTheNextVersionNeedsIt(TestHost host, Person person)
    {
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        Assert.Empty((await new Migrator(source, NextVersion.Migrations).Status()).Pending);
        Assert.True(await host.Scalar<bool>("select indisvalid from pg_index where indexrelid = 'task_by_position'::regclass"));
        Assert.True(await host.Scalar<bool>("select convalidated from pg_constraint where conname = 'task_position_range'"));
        await person.Add(new { title = "Written by the version before, through the trigger of the next" });
        Assert.True(await host.Scalar<bool>($"select bool_or(position = change) from task where user_id = {person.Id}"));
        Assert.True(await host.Scalar<bool>("select has_column_privilege(rolname, 'my_task', 'position', 'select') from pg_roles where rolname = 'doneon_user_' || current_database()"));
    }

    /// <summary>Another one once grants and policies were set again.</summary>
    static Task<uint> Policy(TestHost host) => host.Scalar<uint>("select oid from pg_policy where polname = 'own_task'");

    /// <summary>As somebody's report does, or a dump. It has begun when this comes back.</summary>
    static Task LongRead(NpgsqlDataSource source, TimeSpan time)
    {
        var connection = source.OpenConnection();
        var reading = connection.BeginTransaction();
        using (var count = new NpgsqlCommand("select count(*) from task", connection)) count.ExecuteScalar();
        return End();

        async Task End()
        {
            await Task.Delay(time);
            await reading.CommitAsync();
            await connection.DisposeAsync();
        }
    }

    /// <summary>The connections of the replica: whoever lost a prepared statement, or was ended, would have been replaced.</summary>
    static Task<List<int>> Sessions(TestHost host) =>
        host.Server.Superuser(host.Database).Run($"select pid from pg_stat_activity where datname = '{host.Database}' and usename = 'doneon'");

    void Report(Traffic traffic, TimeSpan from, TimeSpan to, List<string> steps)
    {
        foreach (var step in steps) output.WriteLine(step);
        output.WriteLine($"migrated in {(to - from).TotalSeconds:0.0} s; {traffic.Answers.Count} answers, {traffic.Answers.Count(answer => (int)answer.Status >= 300)} refused");
        foreach (var (name, some) in new[] { ("before", traffic.Within(TimeSpan.Zero, from)), ("while", traffic.Within(from, to)), ("after", traffic.Within(to, TimeSpan.MaxValue)) })
            output.WriteLine($"{name}: {some.Count} answers, the longest {some.Max(answer => answer.Took).TotalSeconds:0.00} s, "
                + string.Join(", ", some.GroupBy(answer => (int)answer.Status).Select(group => $"{group.Count()} x {group.Key}")));
    }
}
