using System.Globalization;
using Doneon.Dev;

namespace Doneon.Faults;

/// <summary>Ways to break the promise on purpose, to see that the harness notices.</summary>
enum Sabotage
{
    None,

    /// <summary>Clients repeat unknown outcomes without a key, as a greedy retry would.</summary>
    NoKeys,

    /// <summary>PostgreSQL acknowledges before it has written, and is killed.</summary>
    NoSync,
}

/// <param name="Rounds">How often each fault strikes on each layout.</param>
sealed record Options(int Seed, int Rounds, int Clients, bool IsShort, Sabotage Sabotage, string? Only)
{
    public static Options Read(string[] words)
    {
        var options = new Options(Random.Shared.Next(1, 1_000_000), 1, 16, IsShort: false, Sabotage.None, null);
        for (var at = 0; at < words.Length; at++)
        {
            string Value() => ++at < words.Length ? words[at] : throw Usage();
            int Number() => int.TryParse(Value(), CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw Usage();
            options = words[at] switch
            {
                "--short" => options with { IsShort = true },
                "--seed" => options with { Seed = Number() },
                "--rounds" => options with { Rounds = Number() },
                "--clients" => options with { Clients = Number() },
                "--only" => options with { Only = Value() },
                "--sabotage" => options with { Sabotage = Value() switch { "no-keys" => Sabotage.NoKeys, "no-sync" => Sabotage.NoSync, _ => throw Usage() } },
                _ => throw Usage(),
            };
        }
        return options;
    }

    static DevException Usage() => new("Usage: dotnet run --project tests/faults [--short] [--seed N] [--rounds N] [--clients N] [--only FAULT] [--sabotage no-keys|no-sync]");
}
