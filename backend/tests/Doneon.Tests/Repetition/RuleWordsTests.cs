using Doneon.Repetition;

namespace Doneon.Tests.Repetition;

public class RuleWordsTests
{
    [Theory]
    [InlineData("daily", "FREQ=DAILY"), InlineData("every day", "FREQ=DAILY"), InlineData("Every 3 days", "FREQ=DAILY;INTERVAL=3"), InlineData("every other day", "FREQ=DAILY;INTERVAL=2")]
    [InlineData("weekly", "FREQ=WEEKLY"), InlineData("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"), InlineData("every two weeks on Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")]
    [InlineData("fortnightly", "FREQ=WEEKLY;INTERVAL=2"), InlineData("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), InlineData("every weekend", "FREQ=WEEKLY;BYDAY=SA,SU")]
    [InlineData("every mon, wed and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR"), InlineData("every other friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"), InlineData("weekly on tuesday and thursday", "FREQ=WEEKLY;BYDAY=TU,TH")]
    [InlineData("monthly", "FREQ=MONTHLY"), InlineData("quarterly", "FREQ=MONTHLY;INTERVAL=3"), InlineData("every month on the 1st", "FREQ=MONTHLY;BYMONTHDAY=1")]
    [InlineData("every month on the 1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15"), InlineData("every month on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1")]
    [InlineData("every month on the 31st", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"), InlineData("every month on the 29th", "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1")]
    [InlineData("last friday of the month", "FREQ=MONTHLY;BYDAY=-1FR"), InlineData("every first monday of the month", "FREQ=MONTHLY;BYDAY=1MO"), InlineData("monthly on the second tuesday", "FREQ=MONTHLY;BYDAY=2TU")]
    [InlineData("yearly", "FREQ=YEARLY"), InlineData("every year on March 5", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"), InlineData("yearly on the 29th of february", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1")]
    [InlineData("every 3 days after completion", "FREQ=DAILY;INTERVAL=3;X-AFTER=DONE"), InlineData("2 weeks after it is done", "FREQ=WEEKLY;INTERVAL=2;X-AFTER=DONE")]
    [InlineData("täglich", "FREQ=DAILY"), InlineData("jeden Tag", "FREQ=DAILY"), InlineData("alle 2 Wochen", "FREQ=WEEKLY;INTERVAL=2"), InlineData("werktags", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")]
    [InlineData("jeden Montag und Donnerstag", "FREQ=WEEKLY;BYDAY=MO,TH"), InlineData("jeden zweiten Freitag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"), InlineData("jeden Monat am 31.", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1")]
    [InlineData("letzter Freitag im Monat", "FREQ=MONTHLY;BYDAY=-1FR"), InlineData("jedes Jahr am 5. März", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"), InlineData("alle 3 Tage nach Erledigung", "FREQ=DAILY;INTERVAL=3;X-AFTER=DONE")]
    [InlineData("mondays and thursdays", "FREQ=WEEKLY;BYDAY=MO,TH"), InlineData("montags", "FREQ=WEEKLY;BYDAY=MO"), InlineData("every 15th of the month", "FREQ=MONTHLY;BYMONTHDAY=15"), InlineData("every March 5", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5")]
    [InlineData("every third day", "FREQ=DAILY;INTERVAL=3"), InlineData("jeden dritten Tag", "FREQ=DAILY;INTERVAL=3"), InlineData("every 2nd week on Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"), InlineData("jeden 29. Februar", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1")]
    [InlineData("the 1st of every month", "FREQ=MONTHLY;BYMONTHDAY=1"), InlineData("am 31. jeden Monats", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"), InlineData("jeden 15. im Monat", "FREQ=MONTHLY;BYMONTHDAY=15")]
    [InlineData("every day in December", "FREQ=DAILY;BYMONTH=12"), InlineData("jeden Tag im Juli", "FREQ=DAILY;BYMONTH=7"), InlineData("every monday in june, july and august", "FREQ=WEEKLY;BYMONTH=6,7,8;BYDAY=MO")]
    [InlineData("every month on the 31st in june", "FREQ=MONTHLY;BYMONTH=6;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"), InlineData("weekdays in may", "FREQ=WEEKLY;BYMONTH=5;BYDAY=MO,TU,WE,TH,FR")]
    [InlineData("every month on the 15th and 30th", "FREQ=MONTHLY;BYMONTHDAY=15,28,29,30;BYSETPOS=-1,1"), InlineData("jeden Monat am 1., 29. und 31.", "FREQ=MONTHLY;BYMONTHDAY=1,28,29,30,31;BYSETPOS=-1,1,3")]
    [InlineData("every month on the 15th and 28th", "FREQ=MONTHLY;BYMONTHDAY=15,28"), InlineData("every month on the 1st and last day", "FREQ=MONTHLY;BYMONTHDAY=-1,1")]
    public void Words_say_a_rule(string words, string rule) => Assert.Equal(rule, RuleWords.Read(words, start: null)?.ToString());

    [Theory]
    [InlineData(""), InlineData("every"), InlineData("every now and then"), InlineData("every 0 days"), InlineData("every month on the 32nd"), InlineData("every month on the 31th"), InlineData("daily bread")]
    [InlineData("month"), InlineData("the first"), InlineData("every 2"), InlineData("every seventh friday of the month"), InlineData("after completion"), InlineData("every monday of the month")]
    [InlineData("every day in summer"), InlineData("every day in"), InlineData("every day until march"), InlineData("yearly in june"), InlineData("every 3 days after completion in june"), InlineData("every month on the 1st and last")]
    public void Other_words_say_none(string words) => Assert.Null(RuleWords.Read(words, start: null));

    [Theory]
    [InlineData("monthly", "2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"), InlineData("monthly", "2026-01-28", "FREQ=MONTHLY"), InlineData("every 2 months", "2026-01-30", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=28,29,30;BYSETPOS=-1")]
    [InlineData("yearly", "2024-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"), InlineData("yearly", "2024-03-31", "FREQ=YEARLY"), InlineData("every month on the 5th", "2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=5")]
    public void The_last_days_of_a_month_are_meant_where_a_task_is_due_on_one(string words, string start, string rule) =>
        Assert.Equal(rule, RuleWords.Read(words, NodaTime.Text.LocalDatePattern.Iso.Parse(start).Value)?.ToString());

    [Theory]
    [InlineData("every month on the 15th and 30th", "01-15 01-30 02-15 02-28 03-15 03-30 04-15 04-30"), InlineData("every month on the 29th and 31st", "01-29 01-31 02-28 03-29 03-31 04-29 04-30")]
    [InlineData("every month on the 30th and 31st", "01-30 01-31 02-28 03-30 03-31 04-30"), InlineData("every month on the 28th and 29th", "01-28 01-29 02-28 03-28 03-29 04-28 04-29")]
    public void Each_of_several_days_is_the_last_one_of_a_month_that_lacks_it(string words, string dates)
    {
        var rule = RuleWords.Read(words, start: null)!;
        Assert.Equal(dates, string.Join(' ', rule.From(new(2026, 1, 1)).TakeWhile(date => date.Month < 5).Select(date => date.ToString("MM-dd", null))));
        Assert.Equal("2028-02-29", rule.From(new(2028, 2, 1)).TakeWhile(date => date.Month == 2).Last().ToString("yyyy-MM-dd", null));
    }

    [Theory]
    [InlineData("FREQ=DAILY", "every day", "jeden Tag"), InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "every 2 weeks on Monday and Thursday", "alle 2 Wochen am Montag und Donnerstag")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday", "an jedem Werktag"), InlineData("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", "jeden Monat am letzten Tag")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "every month on the 31st, or on the last day where a month is shorter", "jeden Monat am 31., sonst am letzten Tag des Monats")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=15,28,29,30;BYSETPOS=-1,1", "every month on the 15th and 30th, or on the last day where a month is shorter", "jeden Monat am 15. und 30., sonst am letzten Tag des Monats")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=28,31;BYSETPOS=-1", "every month on the 28th and 31st, of these only the last", "jeden Monat am 28. und 31., davon nur den letzten")]
    [InlineData("FREQ=DAILY;BYMONTH=12", "every day in December", "jeden Tag im Dezember")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYDAY=-1FR", "every month on the last Friday, 3 times", "jeden Monat am letzten Freitag, 3-mal")]
    [InlineData("FREQ=YEARLY;UNTIL=20301231;BYMONTH=3;BYMONTHDAY=5", "every year on the 5th in March, until 31 December 2030", "jedes Jahr am 5. im März, bis 31. Dezember 2030")]
    [InlineData("FREQ=DAILY;INTERVAL=3;X-AFTER=DONE", "3 days after it was done", "3 Tage nach der Erledigung")]
    public void A_rule_is_said_in_words(string rule, string english, string german)
    {
        var read = RuleDatesTests.Rule(rule);
        Assert.Equal((english, german, rule), (read.Sentence(german: false), read.Sentence(german: true), read.ToString()));
    }
}
