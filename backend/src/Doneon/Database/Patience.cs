namespace Doneon.Database;

/// <summary>
/// Ends what waits for the database when its time is over. Npgsql then asks the server to cancel, and waits for that on the thread that
/// ended it. When a silent server is asked so on every connection at once, nobody else shall have to wait for a thread: so there is one
/// more for as long as it lasts, and no longer, because many threads on few processors are in each other's way.
/// </summary>
sealed class Patience : IDisposable
{
    static readonly Lock Gate = new();

    readonly CancellationTokenSource source = new();
    readonly Timer timer;

    public Patience(TimeSpan time)
    {
        timer = new(static patience => ((Patience)patience!).End(), this, time > TimeSpan.Zero ? time : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (time <= TimeSpan.Zero) source.Cancel();
    }

    public CancellationToken Token => source.Token;

    public bool IsOver => source.IsCancellationRequested;

    /// <summary>From now on it is over; what that entails is not waited for.</summary>
    public void End()
    {
        Threads(1);
        try
        {
            _ = source.CancelAsync().ContinueWith(static _ => Threads(-1), TaskScheduler.Default);
        }
        catch (ObjectDisposedException)
        {
            // The answer came at this moment.
            Threads(-1);
        }
    }

    static void Threads(int more)
    {
        lock (Gate)
        {
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(workers + more, completions);
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        source.Dispose();
    }
}
