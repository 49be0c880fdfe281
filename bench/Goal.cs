namespace Doneon.Bench;

/// <summary>A figure beside what it shall be.</summary>
/// <param name="Limit">The most that it may be; the least with <paramref name="AtLeast"/>.</param>
sealed record Goal(string What, double Measured, double Limit, string Unit = "", bool AtLeast = false)
{
    public bool Reached => AtLeast ? Measured >= Limit : Measured <= Limit;

    public static void Print(IEnumerable<Goal> goals)
    {
        Console.WriteLine("\n| figure | measured | target | reached |\n|---|---|---|---|");
        foreach (var goal in goals) Console.WriteLine(goal.Row());
    }

    string Row() => $"| {What} | {Amount(Measured)} | {(AtLeast ? "≥" : "≤")} {Amount(Limit)} | {(Reached ? "yes" : "no")} |";

    string Amount(double value) => $"{(value >= 1000 ? $"{value:N0}" : $"{value:0.##}")} {Unit}".TrimEnd();
}
