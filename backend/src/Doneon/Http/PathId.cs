using System.Globalization;

namespace Doneon.Http;

/// <summary>The {id} of a path. What is no id is the id of nothing, so that it is answered like anything else that is not there.</summary>
public readonly record struct PathId(long Value)
{
    public static bool TryParse(string text, out PathId id)
    {
        id = new(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return true;
    }
}
