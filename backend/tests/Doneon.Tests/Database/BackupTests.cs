using Doneon.Tests.Http;

namespace Doneon.Tests.Database;

/// <summary>A backup is made and restored with the very commands of docs/deploy.md, and people go on where they were.</summary>
[Collection(Servers.Name)]
public sealed class BackupTests(Clusters clusters)
{
    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task Everybody_goes_on_with_what_was_there_when_the_backup_was_made(string to)
    {
        await using var old = await clusters.Empty("machine");
        await using var host = await TestHost.Start(server: clusters["machine"], database: old.Name);
        var accounts = await Task.WhenAll(Enumerable.Range(0, 3).Select(async number => await KeptAccount.Make(host, number)));
        await using var backup = new Backup(clusters.Programs);
        await backup.Dump(clusters["machine"].UrlFor(old.Name));
        await accounts[0].Person.Add(new { title = "Later than the backup" });

        await using var restored = await clusters.Empty(to);
        await backup.Restore(clusters[to].UrlFor(restored.Name), dumped: old.Name, roleIsThere: to == "machine");
        await restored.Migrator().Verify();
        await using var again = await TestHost.Start(new() { ["MIGRATE"] = "verify" }, clusters[to], restored.Name);

        foreach (var account in accounts) await account.IsTheSameOn(again);
        foreach (var account in accounts) await account.GoesOnOn(again);
        await accounts[0].IsApartFrom(accounts[1], again);
        var newcomer = await again.NewPerson();
        Assert.True(newcomer.Id > accounts.Max(account => account.Person.Id));
        Assert.Equal("First", (await newcomer.Add(new { title = "First" })).Text("title"));
        // Nothing of the restored database hangs on the name that it had before.
        if (to == "npm") await restored.ExecuteAsSuperuser($"drop role \"{old.Role}\"");
    }

    [Theory, InlineData("machine"), InlineData("npm")]
    public async Task A_dump_in_SQL_whose_role_nobody_made_first_is_mended_by_the_next_migrate(string to)
    {
        await using var old = await clusters.Migrated("machine");
        await old.Execute("""
            insert into "user" (username, email, hashed_password) values ('jo', 'jo@example.org', 'x');
            insert into task (user_id, title, tags) select 1, 'Task ' || n, 'a, b' from generate_series(1, 3) n;
            """);
        await using var restored = await clusters.Empty(to);
        await using var backup = new Backup(clusters.Programs);
        await backup.Run(clusters["machine"].UrlFor(old.Name), "pg_dump --no-owner --file=doneon.sql \"$DATABASE_URL_UNPOOLED\"");
        // Without ON_ERROR_STOP: the grants and policies for a role that this cluster does not have fail.
        await backup.Run(clusters[to].UrlFor(restored.Name), "psql --quiet --no-psqlrc --file=doneon.sql \"$DATABASE_URL_UNPOOLED\"");

        Assert.Empty(await restored.Migrator().Apply(_ => { }));
        await restored.Migrator().Verify();
        Assert.Equal(await old.Lines("select concat_ws('|', t.*) from task t order by id"), await restored.Lines("select concat_ws('|', t.*) from task t order by id"));
        Assert.Equal(4, await restored.Value<long>("insert into task (user_id, title) values (1, 'Task 4') returning id"));
        Assert.Equal("2 4", await restored.Value<string>("select changes || ' ' || task_count from \"user\""));
        Assert.Equal("2", (await restored.Lines("select change::text from task where id = 4")).Single());
    }
}
