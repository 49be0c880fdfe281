using System.Buffers;

namespace Doneon.Http;

/// <summary>Bytes that are written one after the other, in memory that is given back.</summary>
sealed class PooledBytes(int expected) : IBufferWriter<byte>, IDisposable
{
    byte[] bytes = ArrayPool<byte>.Shared.Rent(expected);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    public static PooledBytes CopyOf(ReadOnlySpan<byte> bytes)
    {
        var copy = new PooledBytes(bytes.Length);
        bytes.CopyTo(copy.bytes);
        copy.Length = bytes.Length;
        return copy;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (bytes.Length - Length < Math.Max(1, sizeHint)) Grow(sizeHint);
        return bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        // Whoever still wrote here would write into the answer of somebody else.
        var given = Interlocked.Exchange(ref bytes, []);
        if (given.Length > 0) ArrayPool<byte>.Shared.Return(given);
        Length = 0;
    }

    void Grow(int sizeHint)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Length + Math.Max(Length, sizeHint));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
