using System.Globalization;
using Doneon.Dev;

namespace Doneon.Faults;

/// <summary>Ways to break the promise on purpose, to see that the harness notices.</summary>
enum Sabotage
{
    None,

    /// <summary>The server does not look at idempotency keys.</summary>
    NoKeys,

    /// <summary>The server repeats a write whose outcome it does not know, key or not.</summary>
    Greedy,

    /// <summary>PostgreSQL acknowledges before it has written, and is killed.</summary>
    NoSync,
}

/// <param name="Rounds">How often each fault strikes on each layout.</param>
sealed record Options(int Seed, int Rounds, int Clients, bool IsShort, Sabotage Sabotage, IReadOnlyCollection<string> Only, IReadOnlyCollection<string> Without)
{
    public static Options Read(string[] words)
    {
        var options = new Options(Random.Shared.Next(1, 1_000_000), 1, 16, IsShort: false, Sabotage.None, [], []);
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
                "--only" => options with { Only = [.. options.Only, Fault(Value())] },
                "--without" => options with { Without = [.. options.Without, Fault(Value())] },
                "--sabotage" => options with
                {
                    Sabotage = Value() switch { "no-keys" => Sabotage.NoKeys, "greedy" => Sabotage.Greedy, "no-sync" => Sabotage.NoSync, _ => throw Usage() },
                },
                _ => throw Usage(),
            };
        }
        return options;
    }

    static string Fault(string name) => Nemesis.All.Any(nemesis => nemesis.Name == name) ? name
        : throw new DevException($"There is no fault \"{name}\". The faults are: {string.Join("; ", Nemesis.All.Select(nemesis => nemesis.Name))}.");

    static DevException Usage() => new(
        "Usage: dotnet run --project tests/faults [--short] [--seed N] [--rounds N] [--clients N] [--only FAULT]… [--without FAULT]… [--sabotage no-keys|greedy|no-sync]");
}
