using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace Doneon.Database;

/// <summary>
/// The one pool of the process. It opens connections one at a time while the database is away, checks a connection that has
/// rested before it carries a write, and stops preparing statements behind a pooler that cannot keep them.
/// </summary>
public sealed class Connections : IAsyncDisposable
{
    /// <summary>So many requests wait for a database that is away; whoever comes then is told so at once.</summary>
    public const int MostWaiting = 100;

    static readonly TimeSpan Rested = TimeSpan.FromSeconds(1), LongRested = TimeSpan.FromSeconds(5), Moment = TimeSpan.FromMilliseconds(50);

    readonly NpgsqlConnectionStringBuilder settings;
    readonly Action<NpgsqlDataSourceBuilder>? configure;
    readonly SemaphoreSlim opening = new(1), waiting = new(MostWaiting);
    readonly ConcurrentDictionary<int, long> lastUse = new();
    readonly Lock renewing = new();
    volatile NpgsqlDataSource source;
    volatile bool away;
    long lastFailure, lastRenewal;

    public Connections(NpgsqlConnectionStringBuilder settings, bool prepare, Action<NpgsqlDataSourceBuilder>? configure = null)
    {
        this.settings = settings;
        this.configure = configure;
        source = Build(prepare);
        Prepares = prepare;
    }

    public bool Prepares { get; private set; }

    /// <summary>True from the moment a request failed on the database until one succeeds again.</summary>
    public bool Away => away;

    public int Most => settings.MaxPoolSize;

    NpgsqlDataSource Build(bool prepare)
    {
        // Lists have a statement for each set of filters; 500 are more than people use. Behind a pooler that loses them none may be prepared.
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "doneon" };
        builder.ConnectionStringBuilder.MaxAutoPrepare = prepare ? 500 : 0;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        configure?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>Takes one of the places in which a request may wait for a database that is away. False when there is none.</summary>
    public bool TryWait() => waiting.Wait(0);

    public void EndWait() => waiting.Release();

    public async ValueTask<NpgsqlConnection> Open(CancellationToken cancel)
    {
        if (!away) return await OpenNow(cancel);

        // One attempt at a time, and a moment after each that fails: nobody storms a database that is waking up.
        await opening.WaitAsync(cancel);
        try
        {
            var rest = Moment - Stopwatch.GetElapsedTime(lastFailure);
            if (away && rest > TimeSpan.Zero) await Task.Delay(rest, cancel);
            return await OpenNow(cancel);
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>Success proves nothing, for the pool may hand out a connection that has died: only an answer does.</summary>
    async ValueTask<NpgsqlConnection> OpenNow(CancellationToken cancel)
    {
        try
        {
            return await source.OpenConnectionAsync(cancel);
        }
        catch (Exception e) when (Outage.Of(e, Stage.Opening) == Fault.Away)
        {
            Failed();
            throw;
        }
    }

    /// <summary>
    /// Pools hand out connections unchecked. One that has rested may have died with a suspended or restarted compute; finding
    /// that out with a write would leave its outcome unknown, so a query asks first. One that has rested for longer may have been
    /// forgotten on the way and be silent: finding that out with a read would take all its time.
    /// </summary>
    public async ValueTask EnsureAlive(NpgsqlConnection connection, bool writes, CancellationToken cancel)
    {
        var isKnown = lastUse.TryGetValue(connection.ProcessID, out var last);
        if (isKnown && Stopwatch.GetElapsedTime(last) < (writes ? Rested : LongRested)) return;
        await using var ask = new NpgsqlCommand("select 1", connection);
        // A new connection is not silent: what it waits for is a place at a pooler.
        if (isKnown) ask.CommandTimeout = 1;
        await ask.ExecuteNonQueryAsync(cancel);
    }

    public void Used(NpgsqlConnection connection)
    {
        if (lastUse.Count > 8 * Most) lastUse.Clear();
        lastUse[connection.ProcessID] = Stopwatch.GetTimestamp();
    }

    public void Failed()
    {
        lastFailure = Stopwatch.GetTimestamp();
        away = true;
    }

    public void Answered() => away = false;

    /// <summary>
    /// New connections, for these fell silent, or lead to a server that takes no writes. At most once a second, so that many make no storm.
    /// </summary>
    public void Renew()
    {
        lock (renewing)
        {
            if (Stopwatch.GetElapsedTime(lastRenewal) < Rested) return;
            lastRenewal = Stopwatch.GetTimestamp();
            source.Clear();
        }
    }

    public void StopPreparing()
    {
        lock (renewing)
        {
            if (!Prepares) return;
            Prepares = false;
            var old = source;
            source = Build(prepare: false);
            old.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        opening.Dispose();
        waiting.Dispose();
    }
}
