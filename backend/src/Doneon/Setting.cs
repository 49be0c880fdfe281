namespace Doneon;

/// <summary>One environment variable: what it is called, what holds without it, what it may be, what it means.</summary>
public sealed record Setting(string Name, string Default, string Allowed, string Meaning)
{
    internal int Least { get; private init; }
    internal int Most { get; private init; }
    internal string[] Words { get; private init; } = [];

    internal static Setting Text(string name, string allowed, string meaning) => new(name, "", allowed, meaning);

    internal static Setting Number(string name, int @default, int least, int most, string meaning) =>
        new(name, $"{@default}", $"{least}–{most}", meaning) { Least = least, Most = most };

    internal static Setting Choice(string name, string @default, string words, string meaning) =>
        new(name, @default, words.Replace(" ", ", ", StringComparison.Ordinal), meaning) { Words = words.Split(' ') };
}
