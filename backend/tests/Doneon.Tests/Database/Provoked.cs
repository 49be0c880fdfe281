using System.Collections.Concurrent;
using System.Globalization;
using Doneon.Accounts;
using Doneon.Database;
using Doneon.Dev;
using Npgsql;

namespace Doneon.Tests.Database;

[CollectionDefinition(nameof(Provoked), DisableParallelization = true)]
public sealed class Provoked : ICollectionFixture<ProvokedCluster>;

/// <summary>A cluster to be harmed: few slots, and deadlocks are found soon.</summary>
public sealed class ProvokedCluster : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;
    public TestHost Host { get; private set; } = null!;
    public Person Person { get; private set; } = null!;
    public Person Doomed { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await PostgresServer.Start(new()
        {
            Settings = new Dictionary<string, string> { ["fsync"] = "off", ["max_connections"] = "20", ["deadlock_timeout"] = "200ms" },
        });
        Host = await TestHost.Start(server: Server);
        (Person, Doomed) = (await Host.NewPerson(), await Host.NewPerson());
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Server.DisposeAsync();
    }

    public NpgsqlConnectionStringBuilder Login => Server.Login(Host.Database);

    /// <summary>One person throughout, for nobody can register on the ruins of the test before; their list is empty, and the connections are new.</summary>
    internal async Task<Scene> Scene(NpgsqlConnectionStringBuilder? login = null, string? options = null, double seconds = 10, int most = 1, bool prepare = true)
    {
        await Host.Execute($"delete from task where user_id = {Person.Id}; delete from idempotency_key where user_id = {Person.Id}");
        return new(Host, Person, login ?? Login, options, seconds, most, prepare);
    }

    NpgsqlConnectionStringBuilder Superuser => Server.Superuser(Host.Database);

    public Task<List<int>> AsSuperuser(string sql) => Superuser.Run(sql);

    internal Task<Gate> Shut() => Gate.At(Superuser);

    /// <summary>The server's processes that wait before the gate, as soon as there are so many.</summary>
    internal Task<List<int>> Waiting(int count = 1) => Gate.Waiting(Superuser, count);

    internal Task NobodyWaits() => Gate.NobodyWaits(Superuser);

    internal Task Gone(int process) =>
        Soon.Is(async () => (await AsSuperuser($"select pid from pg_stat_activity where pid = {process}")).Count == 0, $"{process} has ended");
}

/// <summary>A person, the doors through which they read and write, and what became of it.</summary>
sealed class Scene : IAsyncDisposable
{
    public const string Done = "done", NothingHappened = "nothing happened", MayHaveHappened = "may have happened", SessionEnded = "session ended";

    static readonly AsyncLocal<ConcurrentQueue<string>?> Listening = new();

    readonly TestHost host;
    readonly Person person;
    readonly ConcurrentQueue<string> said = new();

    static Scene() => AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => Listening.Value?.Enqueue(thrown.Exception switch
    {
        PostgresException e => $"{e.SqlState} {e.MessageText} {e.Routine}",
        var e => $"{e.GetType().Name} {e.Message} {e.InnerException?.GetType().Name}",
    });

    public Scene(TestHost host, Person person, NpgsqlConnectionStringBuilder login, string? options, double seconds, int most, bool prepare)
    {
        (this.host, this.person) = (host, person);
        var settings = new NpgsqlConnectionStringBuilder(login.ConnectionString) { Pooling = true, NoResetOnClose = true, MaxPoolSize = most, Options = options };
        Connections = new(settings, prepare);
        Db = new(Connections, Role.NameFor(host.Database), TimeSpan.FromSeconds(seconds));
    }

    public Connections Connections { get; }
    public Db Db { get; }
    public long Id => person.Id;

    /// <summary>Everything that was thrown on the way, also what a retry has swallowed.</summary>
    public IReadOnlyCollection<string> Said => said;

    public Door Reading => Db.As(host.Me(person, onlyReads: true));
    public Door Writing => Db.As(host.Me(person));

    public Door Keyed(string key)
    {
        var me = host.Me(person);
        me.Key = new(key, [1]);
        return Db.As(me);
    }

    /// <param name="waits">Before the gate, when it is shut.</param>
    public Task<string> Reads(bool waits = false) => Got(() => Reading.Text($"select count(*) from pg_advisory_xact_lock_shared({Through(waits)}) left join my_task on true"));

    public Task<string> Writes(string title, bool waits = false) => Got(() => Writing.Execute(Insert(title, waits)));

    public Task<string> WritesWithKey(string title, bool waits = false) => Got(() => Keyed(title).Write<WrittenRows>(WrittenRows.Of(Insert(title, waits))));

    /// <summary>"read", "write" or "write with a key".</summary>
    public Task<string> Does(string what, string title, bool waits = false) =>
        what == "read" ? Reads(waits) : what == "write" ? Writes(title, waits) : WritesWithKey(title, waits);

    Sql Insert(string title, bool waits) => $"insert into task (user_id, title) select {Id}, {title} from pg_advisory_xact_lock_shared({Through(waits)})";

    static long Through(bool waits) => waits ? Gate.Shut : Gate.None;

    public Task<long> Rows(string title) => host.Scalar<long>($"select count(*) from task where user_id = {Id} and title = '{title}'");

    /// <summary>What the caller of a statement gets.</summary>
    public async Task<string> Got(Func<Task> statement)
    {
        Listening.Value = said;
        try
        {
            await statement();
            return Done;
        }
        catch (DatabaseUnavailableException e)
        {
            return e.MayHaveHappened ? MayHaveHappened : NothingHappened;
        }
        catch (SessionEndedException)
        {
            return SessionEnded;
        }
        catch (PostgresException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"error {e.SqlState}");
        }
    }

    bool HasHeard(string words) => said.Any(line => line.Contains(words, StringComparison.Ordinal));

    public void Heard(string words) => Assert.True(HasHeard(words), $"Not heard: {words}, but: {string.Join('\n', said.Distinct())}");

    /// <summary>Waits for it.</summary>
    public Task Hears(string words) => Soon.Is(() => HasHeard(words), $"heard: {words}");

    public ValueTask DisposeAsync() => Connections.DisposeAsync();
}
