using Doneon.Repetition;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Doneon.Tests.Repetition;

/// <summary>What holds of every rule from every day on.</summary>
public class RulePropertyTests
{
    const int Dates = 12;

    static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    static readonly Gen<LocalDate> Days = Gen.Choose(0, 40_000).Select(day => new LocalDate(1990, 1, 1).PlusDays(day));

    static Gen<IReadOnlyList<T>> Some<T>(Gen<T> one) where T : notnull => Gen.Choose(0, 2).SelectMany(one.ListOf).Select(IReadOnlyList<T> (all) => [.. all.Distinct().Order()]);

    static readonly Gen<int> MonthDay = Gen.OneOf(Gen.Choose(1, 31), Gen.Choose(-5, -1));

    static readonly Gen<Rule> Rules =
        from frequency in Gen.Elements(Enum.GetValues<Frequency>())
        from interval in Gen.Choose(1, 5)
        from days in Some(Gen.Elements(Enum.GetValues<IsoDayOfWeek>()[1..]))
        from ordinal in frequency is Frequency.Monthly or Frequency.Yearly ? Gen.Choose(-2, 4) : Gen.Constant(0)
        from monthDays in frequency == Frequency.Weekly ? Gen.Constant<IReadOnlyList<int>>([]) : Some(MonthDay)
        from months in Some(Gen.Choose(1, 12))
        from count in Gen.Elements<int?>(null, null, 3)
        select new Rule(frequency) { Interval = interval, Count = count, Days = [.. days.Select(day => new RuleDay(ordinal, day))], MonthDays = monthDays, Months = months };

    static readonly Arbitrary<(Rule Rule, LocalDate Start)> Each = (from rule in Rules from start in Days select (rule, start)).ToArbitrary();

    static void Holds(Func<Rule, LocalDate, bool> property) => Check.One(Often, Prop.ForAll(Each, one => property(one.Rule, one.Start)));

    /// <summary>Some rules name a day that never comes: no further than this.</summary>
    static List<LocalDate> From(Rule rule, LocalDate start) => [.. (rule with { Until = start.PlusYears(30), Count = null }).From(start).Take(rule.Count ?? Dates)];

    [Fact]
    public void Dates_increase_and_none_lies_before_the_start() => Holds((rule, start) =>
        From(rule, start) is var dates && dates.All(date => date >= start) && dates.Zip(dates.Skip(1)).All(pair => pair.First < pair.Second));

    [Fact]
    public void Each_date_is_one_that_the_rule_names() => Holds((rule, start) => From(rule, start).All(date =>
        (rule.Months.Count == 0 || rule.Months.Contains(date.Month))
        && (rule.MonthDays.Count == 0 || rule.MonthDays.Any(day => day == date.Day || day == date.Day - date.Calendar.GetDaysInMonth(date.Year, date.Month) - 1))
        && (rule.Days.Count == 0 || rule.Days.Any(day => day.Day == date.DayOfWeek))));

    [Fact]
    public void A_count_is_never_exceeded() => Holds((rule, start) => rule.Count is not { } count || (rule with { Until = start.PlusYears(30) }).From(start).Count() <= count);

    [Fact]
    public void The_canonical_text_reads_back_as_the_same_rule() => Holds((rule, start) =>
        RuleText.TryRead(rule.ToString(), out var read, out _) && read.ToString() == rule.ToString() && read.Interval == rule.Interval && read.Days.SequenceEqual(rule.Days));

    [Fact]
    public void What_comes_at_every_nth_comes_at_every_one() => Holds((rule, start) =>
    {
        var each = rule with { Interval = 1, Count = null, Until = start.PlusYears(30) };
        var all = each.From(start).ToHashSet();
        return (each with { Interval = rule.Interval }).From(start).All(all.Contains);
    });

    static void OnDays(Func<LocalDate, bool> property) => Check.One(Often, Prop.ForAll(Days.ToArbitrary(), property));

    static int Month(LocalDate date) => date.Year * 12 + date.Month;

    static bool IsEachMonth(IEnumerable<LocalDate> dates) => dates.Take(24).ToList() is var some && some.Zip(some.Skip(1)).All(pair => Month(pair.Second) == Month(pair.First) + 1);

    [Theory]
    [InlineData("every month on the 31st"), InlineData("every month on the 30th"), InlineData("every month on the 29th"), InlineData("every month on the 1st"), InlineData("jeden Monat am 31."), InlineData("monatlich am letzten Tag")]
    public void A_day_of_the_month_comes_once_in_each_month(string words) => OnDays(start => IsEachMonth(RuleWords.Read(words, start)!.From(start)));

    [Fact]
    public void Monthly_in_words_skips_no_month_wherever_it_begins() => OnDays(start =>
        RuleWords.Read("monthly", start)!.From(start) is var dates && dates.First() == start && IsEachMonth(dates));

    [Fact]
    public void Monthly_from_the_last_of_January_comes_in_February() =>
        Assert.Equal([new(2026, 1, 31), new(2026, 2, 28), new(2026, 3, 31)], RuleWords.Read("monthly", new LocalDate(2026, 1, 31))!.From(new LocalDate(2026, 1, 31)).Take(3));

    [Fact]
    public void Yearly_in_words_comes_each_year_even_from_a_leap_day() => OnDays(start =>
    {
        var first = start.DayOfYear % 2 == 0 ? start : new LocalDate(start.Year / 4 * 4 is 2100 ? 2096 : start.Year / 4 * 4, 2, 29);
        var dates = RuleWords.Read("yearly", first)!.From(first).Take(9).ToList();
        return dates[0] == first && dates.Zip(dates.Skip(1)).All(pair => pair.Second.Year == pair.First.Year + 1);
    });
}
