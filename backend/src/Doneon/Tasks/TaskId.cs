using System.Globalization;

namespace Doneon.Tasks;

/// <summary>The {id} of a path. What is no id is the id of no task, so that it is answered like any other task that is not there.</summary>
public readonly record struct TaskId(long Value)
{
    public static bool TryParse(string text, out TaskId id)
    {
        id = new(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return true;
    }
}
