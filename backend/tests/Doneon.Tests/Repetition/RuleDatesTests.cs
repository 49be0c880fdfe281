using Doneon.Repetition;
using NodaTime;
using NodaTime.Text;

namespace Doneon.Tests.Repetition;

public class RuleDatesTests
{
    static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    internal static Rule Rule(string text) => RuleText.TryRead(text, out var rule, out var error) ? rule : throw new ArgumentException($"{text} {error}");

    [Theory]
    [InlineData("FREQ=DAILY", "2026-02-27", "2026-02-27 2026-02-28 2026-03-01")]
    [InlineData("FREQ=DAILY;INTERVAL=10", "2026-12-25", "2026-12-25 2027-01-04 2027-01-14")]
    [InlineData("FREQ=WEEKLY;BYDAY=TU,TH", "2026-03-04", "2026-03-05 2026-03-10 2026-03-12")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "1997-08-05", "1997-08-05 1997-08-10 1997-08-19 1997-08-24")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05", "1997-08-05 1997-08-17 1997-08-19 1997-08-31")]
    [InlineData("FREQ=MONTHLY", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2026-01-31", "2026-01-31 2026-02-28 2026-03-31 2026-04-30")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-01", "2028-01-31 2028-02-29 2028-03-31")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-01", "2026-01-30 2026-02-27 2026-03-27")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01", "2026-01-30 2026-02-27 2026-03-31")]
    [InlineData("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-01-01", "2026-02-13 2026-03-13 2026-11-13")]
    [InlineData("FREQ=YEARLY", "2024-02-29", "2024-02-29 2028-02-29 2032-02-29")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "2024-02-29", "2024-02-29 2025-02-28 2026-02-28")]
    [InlineData("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1997-05-19 1998-05-18 1999-05-17")]
    [InlineData("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05", "1996-11-05 2000-11-07 2004-11-02")]
    public void Dates_are_those_of_the_standard(string rule, string start, string dates)
    {
        LocalDate[] expected = [.. dates.Split(' ').Select(Date)];
        Assert.Equal(expected, Rule(rule).From(Date(start)).Take(expected.Length));
    }

    [Theory]
    [InlineData("FREQ=DAILY;COUNT=2", "2026-01-01", 2), InlineData("FREQ=DAILY;UNTIL=20260103", "2026-01-01", 3), InlineData("FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2", "2026-01-01", 0)]
    [InlineData("FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2", "2026-01-01", 0), InlineData("FREQ=WEEKLY;INTERVAL=1000", "9999-12-30", 1), InlineData("FREQ=DAILY;UNTIL=20251231", "2026-01-01", 0)]
    public void A_rule_ends_where_it_says_or_where_the_calendar_does(string rule, string start, int count) => Assert.Equal(count, Rule(rule).From(Date(start)).Count());
}
