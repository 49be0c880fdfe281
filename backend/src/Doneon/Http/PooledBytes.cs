using System.Buffers;

namespace Doneon.Http;

/// <summary>Bytes that are written one after the other, in memory that is given back.</summary>
sealed class PooledBytes(int expected) : IBufferWriter<byte>, IDisposable
{
    /// <summary>Larger ones are rare, and a pool would hold on to them.</summary>
    const int LargestPooled = 1 << 20;

    byte[] bytes = Rent(expected);

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
        Return(given);
        Length = 0;
    }

    void Grow(int sizeHint)
    {
        var larger = Rent(Length + Math.Max(Length, sizeHint));
        Written.CopyTo(larger);
        Return(bytes);
        bytes = larger;
    }

    static byte[] Rent(int length) => length > LargestPooled ? GC.AllocateUninitializedArray<byte>(length) : ArrayPool<byte>.Shared.Rent(length);

    static void Return(byte[] array)
    {
        if (array.Length is > 0 and <= LargestPooled) ArrayPool<byte>.Shared.Return(array);
    }
}
