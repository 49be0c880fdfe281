using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Doneon.Dev;

namespace Doneon.Faults;

enum Harm
{
    None,

    /// <summary>Each piece arrives late.</summary>
    Delay,

    /// <summary>Connections stay open, and nothing arrives any more.</summary>
    Silence,

    /// <summary>Now and then a connection is cut before what was sent is passed on.</summary>
    CutQuestions,

    /// <summary>Now and then a connection is cut when what was sent has been passed on, and before it is answered.</summary>
    CutAnswers,
}

/// <summary>Stands between the server and its database, and passes bytes on until it is told to do harm.</summary>
sealed class FaultProxy : IDisposable
{
    readonly TcpListener listener;
    readonly int target;
    readonly Random random;
    readonly ConcurrentDictionary<Pair, byte> pairs = [];
    volatile bool isOver;

    public FaultProxy(int target, int seed)
    {
        (this.target, random) = (target, new(seed));
        listener = new(IPAddress.Loopback, Ports.Free());
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Harm Harm { get; set; }

    /// <summary>Resets every connection.</summary>
    public void Reset()
    {
        foreach (var pair in pairs.Keys) pair.Cut();
    }

    /// <summary>What comes on the connections that are there is dropped from now on, in both directions or only in that of the answers.</summary>
    public void Lose(bool answersOnly)
    {
        foreach (var pair in pairs.Keys) (pair.LosesQuestions, pair.LosesAnswers) = (!answersOnly, true);
    }

    public void Dispose()
    {
        isOver = true;
        listener.Stop();
        Reset();
    }

    bool Chance(double share)
    {
        lock (random) return random.NextDouble() < share;
    }

    async Task Accept()
    {
        while (!isOver)
        {
            try
            {
                _ = Serve(await listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Somebody was gone before they were let in, or the run is over.
            }
        }
    }

    async Task Serve(TcpClient near)
    {
        var far = new TcpClient();
        var pair = new Pair(near, far);
        pairs[pair] = 0;
        try
        {
            await far.ConnectAsync("localhost", target);
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(Pump(pair, near, far, asks: true), Pump(pair, far, near, asks: false));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // One side is gone, and so goes the other.
        }
        finally
        {
            pair.Cut();
            pairs.TryRemove(pair, out _);
        }
    }

    async Task Pump(Pair pair, TcpClient from, TcpClient to, bool asks)
    {
        var buffer = new byte[64 * 1024];
        var (source, sink) = (from.GetStream(), to.GetStream());
        while (await source.ReadAsync(buffer) is var count and > 0)
        {
            if (asks ? pair.LosesQuestions : pair.LosesAnswers) continue;
            switch (Harm)
            {
                case Harm.Delay:
                    await Task.Delay(50);
                    break;
                case Harm.Silence:
                    // What was sent is never delivered late: the connection is cut when the silence ends.
                    while (Harm == Harm.Silence) await Task.Delay(50);
                    return;
                case Harm.CutQuestions when asks && Chance(0.05):
                    return;
                case Harm.CutAnswers when asks && Chance(0.05):
                    pair.IsDeaf = true;
                    break;
            }
            if (!asks && pair.IsDeaf) return;
            await sink.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    sealed class Pair(TcpClient near, TcpClient far)
    {
        /// <summary>The question has gone through; its answer will not.</summary>
        public volatile bool IsDeaf;

        public volatile bool LosesQuestions, LosesAnswers;

        public void Cut()
        {
            foreach (var side in (TcpClient[])[near, far])
            {
                try
                {
                    side.LingerState = new(true, 0);
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException or NullReferenceException)
                {
                    // It is closed already.
                }
                side.Dispose();
            }
        }
    }
}
