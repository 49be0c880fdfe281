namespace Doneon.Bench;

/// <summary>Where a value stands on an axis, from 0 to 1, and which values are named there.</summary>
sealed class Axis
{
    const double WideRange = 100;

    readonly Func<double, double> measure;
    readonly double least, most;

    Axis(Func<double, double> measure, double least, double most, IReadOnlyList<double> ticks) =>
        (this.measure, this.least, this.most, Ticks) = (measure, measure(least), measure(most), ticks);

    public IReadOnlyList<double> Ticks { get; }

    public double Place(double value) => most > least ? (measure(value) - least) / (most - least) : 0.5;

    public static Axis Logarithmic(IEnumerable<double> values) => new(Math.Log10, values.Min(), values.Max(), []);

    public static Axis Of(IEnumerable<double> values) =>
        values.Min() > 0 && values.Max() / values.Min() > WideRange ? Decades(values.Min(), values.Max()) : FromZero(values.Max());

    static Axis Decades(double least, double most)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(least)), (int)Math.Ceiling(Math.Log10(most)));
        var ticks = Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power)).ToList();
        return new(Math.Log10, ticks[0], ticks[^1], ticks);
    }

    /// <summary>In four to eight steps of 1, 2 or 5 and zeros.</summary>
    static Axis FromZero(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        var step = (most / power) switch { <= 1.6 => 0.2, <= 4 => 0.5, <= 8 => 1, _ => 2 } * power;
        var ticks = Enumerable.Range(0, (int)Math.Ceiling(most / step) + 1).Select(number => number * step).ToList();
        return new(value => value, 0, ticks[^1], ticks);
    }
}
