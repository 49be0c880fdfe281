using System.Buffers;
using System.Globalization;
using System.Text;
using Doneon.Http;

namespace Doneon.Exchange;

/// <summary>Text that is written as the bytes that are sent.</summary>
sealed class Utf8Text(PooledBytes bytes)
{
    public PooledBytes Bytes => bytes;

    public void Add(ReadOnlySpan<char> text)
    {
        var span = bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        bytes.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    public void Add(ReadOnlySpan<byte> text) => bytes.Write(text);

    public void Line(string text = "", string end = "\n")
    {
        Add(text);
        Add(end);
    }
}

static class Moments
{
    /// <summary>To the microsecond, as PostgreSQL keeps it.</summary>
    public static string Iso(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
