using Npgsql;

namespace Doneon.Tests.Database;

/// <summary>Statements that pass it wait until it is opened, so that a test can strike while they do, however slow the machine is.</summary>
sealed class Gate : IAsyncDisposable
{
    /// <summary>What to lock (shared, for the transaction) in order to pass it; nobody holds the other one.</summary>
    public const long Shut = 8, None = 9;

    readonly NpgsqlConnection holder;

    Gate(NpgsqlConnection holder) => this.holder = holder;

    public static async Task<Gate> At(NpgsqlConnectionStringBuilder superuser)
    {
        var holder = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser.ConnectionString) { Pooling = false }.ConnectionString);
        await holder.OpenAsync();
        await using var hold = new NpgsqlCommand($"select pg_advisory_lock({Shut})", holder);
        await hold.ExecuteNonQueryAsync();
        return new(holder);
    }

    /// <summary>The processes that wait before it, as soon as there are so many.</summary>
    public static async Task<List<int>> Waiting(NpgsqlConnectionStringBuilder superuser, int count = 1)
    {
        var found = new List<int>();
        await Soon.Is(async () => (found = await superuser.Run(Waiters)).Count >= count, $"{count} wait");
        return found;
    }

    public static Task NobodyWaits(NpgsqlConnectionStringBuilder superuser) =>
        Soon.Is(async () => (await superuser.Run(Waiters)).Count == 0, "nobody waits");

    const string Waiters = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'";

    /// <summary>Opens it. A server that crashed has done so already.</summary>
    public ValueTask DisposeAsync() => holder.DisposeAsync();
}
