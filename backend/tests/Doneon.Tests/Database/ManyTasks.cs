namespace Doneon.Tests.Database;

[CollectionDefinition(nameof(ManyTasks))]
public sealed class Watching : ICollectionFixture<ManyTasks>;

/// <summary>
/// A person with 20,000 tasks among fifty people who have some, and two thousand who have none; sessions, keys and old trash as they
/// gather in use. The server logs the plan of every statement, those within functions and triggers too.
/// </summary>
public sealed class ManyTasks : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    /// <summary>The same again, but its statements are logged with their plans.</summary>
    public TestHost Watched { get; private set; } = null!;
    public Person Person { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await TestHost.Start();
        Person = await Host.NewPerson();
        await Host.Execute($"""
            insert into "user" (username, email, hashed_password) select 'u' || i, 'u' || i || '@example.org', 'x' from generate_series(1, 2049) i;
            insert into task (user_id, title, description, due_date, priority, tags, completed, created_at, deleted_at)
            select u.id, left(md5(u.id || ':' || i), 8), case when i % 3 = 0 then 'about ' || left(md5(i::text), 8) end,
                case when i % 2 = 0 then to_char(date '2026-01-01' + i % 700, 'YYYY-MM-DD') end,
                (array['High', 'Medium', 'Low'])[1 + i % 3]::priority_enum, case when i % 5 = 0 then 'tag' || i % 400 || ',home' end, i % 4 = 0,
                now() - i * interval '1 minute', case when i % 50 = 1 then now() - i % 29 * interval '1 day' when i % 50 = 2 and u.id <> {Person.Id} then now() - interval '31 days' end
            from "user" u, generate_series(1, case u.id when {Person.Id} then 20000 else 600 end) i where u.id < {Person.Id} + 50;
            insert into session (user_id, token_jti, token, expires_at)
            select id, 'session ' || id || ' ' || i, md5(i::text) || md5(id::text), now() + (i - 1) * interval '10 days' from "user", generate_series(0, 3) i;
            insert into idempotency_key (user_id, key, request, answer, created_at)
            select id, 'key ' || i, '\x00', '[]', now() - i * interval '6 hours' from "user", generate_series(1, 10) i;
            """);
        foreach (var table in (string[])["task", "searched", "word", "\"user\"", "session", "idempotency_key"]) await Host.Execute($"vacuum analyze {table}");
        foreach (var setting in (string[])
            ["session_preload_libraries = auto_explain", "auto_explain.log_min_duration = 0", "auto_explain.log_analyze = on", "auto_explain.log_timing = off",
                "auto_explain.log_format = json", "auto_explain.log_nested_statements = on"])
            await Host.Server.Superuser(Host.Database).Run($"alter role doneon in database \"{Host.Database}\" set {setting}");
        Watched = await Watch();
    }

    /// <summary>A server of its own, so that its sessions begin with these settings.</summary>
    public Task<TestHost> Watch(Dictionary<string, string>? settings = null) => TestHost.Start(settings, Host.Server, Host.Database);

    /// <summary>The plans of all statements that run while something is done.</summary>
    internal async Task<List<LoggedPlan>> PlansOf(Func<Task> act)
    {
        var start = new FileInfo(Host.Server.LogFile).Length;
        await act();
        return await LoggedPlan.Since(start, Host.Server.LogFile);
    }

    public async Task DisposeAsync()
    {
        await Watched.DisposeAsync();
        await Host.DisposeAsync();
    }
}
