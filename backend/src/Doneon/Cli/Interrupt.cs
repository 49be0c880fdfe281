using System.Runtime.InteropServices;

namespace Doneon.Cli;

/// <summary>Ctrl-C, and the signal by which service managers end a process, in every phase: also before there is a server to stop.</summary>
sealed class Interrupt : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration interrupt, terminate;

    public Interrupt() =>
        (interrupt, terminate) = (PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));

    public CancellationToken Token => source.Token;

    void Stop(PosixSignalContext signal)
    {
        // Whoever insists is not kept waiting.
        signal.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }
}
