using System.Diagnostics.Metrics;

namespace Doneon.Health;

/// <summary>How many connections the pool holds, as Npgsql itself counts them.</summary>
public sealed class PoolFigures : IDisposable
{
    readonly MeterListener listener = new();
    readonly Lock gate = new();
    int idle, busy;

    public PoolFigures()
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument is { Meter.Name: "Npgsql", Name: "db.client.connection.count" }) own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
        {
            var isIdle = false;
            foreach (var (key, state) in tags) isIdle |= key.EndsWith("state", StringComparison.Ordinal) && state is "idle";
            if (isIdle) idle += value;
            else busy += value;
        });
        listener.Start();
    }

    public (int Idle, int Busy) Now()
    {
        lock (gate)
        {
            (idle, busy) = (0, 0);
            listener.RecordObservableInstruments();
            return (idle, busy);
        }
    }

    public void Dispose() => listener.Dispose();
}
