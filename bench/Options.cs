using System.Globalization;
using Doneon.Dev;

namespace Doneon.Bench;

/// <param name="Users">Each has <see cref="World.TasksPerUser"/> tasks.</param>
/// <param name="Seconds">How long one side works in one round.</param>
/// <param name="Records">Whether the pictures of the documentation are drawn anew. All else leaves the repository as it is.</param>
sealed record Options(int Users, int Rounds, int Seconds, IReadOnlyList<int> Connections, bool IsQuick, bool Records, IReadOnlyCollection<string> Only)
{
    static readonly Options Full = new(10_000, 3, 5, [1, 32, 256], IsQuick: false, Records: false, []);
    static readonly Options Quick = new(2_000, 1, 3, [32], IsQuick: true, Records: false, []);

    /// <summary>The first look is at the comparison with pgbench, unless something else is named.</summary>
    public bool Wants(string part) => Only.Count > 0 ? Only.Contains(part) : !IsQuick || part == Speed.Name;

    public static Options Read(string[] words)
    {
        var options = words.Contains("--quick") ? Quick : Full;
        for (var at = 0; at < words.Length; at++)
        {
            string Value() => ++at < words.Length ? words[at] : throw Usage();
            int Number() => int.TryParse(Value(), CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw Usage();
            options = words[at] switch
            {
                "--quick" => options,
                "--record" => options with { Records = true },
                "--users" => options with { Users = Number() },
                "--rounds" => options with { Rounds = Number() },
                "--seconds" => options with { Seconds = Number() },
                "--connections" => options with { Connections = [Number()] },
                "--only" => options with { Only = [.. options.Only, Part(Value())] },
                _ => throw Usage(),
            };
        }
        return options is { Records: true, IsQuick: true } ? throw new DevException("What is recorded needs the whole time: leave out --quick.") : options;
    }

    static string Part(string name) => Bench.Parts.Contains(name) ? name
        : throw new DevException($"There is no part \"{name}\". The parts are: {string.Join(", ", Bench.Parts)}.");

    static DevException Usage() => new(
        "Usage: dotnet run --project bench -c Release -- [--quick] [--only PART]… [--record] [--users N] [--rounds N] [--seconds N] [--connections N]");
}
