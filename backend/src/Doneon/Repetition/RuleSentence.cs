using System.Globalization;
using NodaTime;

namespace Doneon.Repetition;

/// <summary>A rule as one would say it, in English or German.</summary>
public static class RuleSentence
{
    public static string Sentence(this Rule rule, bool german) => new Speech(german).Say(rule);

    sealed class Speech(bool german)
    {
        readonly CultureInfo culture = CultureInfo.InvariantCulture;

        static readonly string[] DaysInGerman = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];
        static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
        static readonly string[] MonthsInGerman = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];
        static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth"];
        static readonly string[] OrdinalsInGerman = ["ersten", "zweiten", "dritten", "vierten", "fünften"];

        public string Say(Rule rule)
        {
            if (rule.AfterDone) return Say($"{Count(rule)} after it was done", $"{Count(rule)} nach der Erledigung") + End(rule);
            if (IsWeekdays(rule)) return Say("every weekday", "an jedem Werktag") + End(rule);
            return Every(rule) + On(rule) + End(rule);
        }

        string Say(string english, string inGerman) => german ? inGerman : english;

        static bool IsWeekdays(Rule rule) => rule is { Frequency: Frequency.Weekly, Interval: 1, Positions.Count: 0, Months.Count: 0 }
            && rule.Days.Select(day => day.Day).SequenceEqual([IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday]);

        string Every(Rule rule) => rule.Interval == 1
            ? rule.Frequency switch
            {
                Frequency.Daily => Say("every day", "jeden Tag"),
                Frequency.Weekly => Say("every week", "jede Woche"),
                Frequency.Monthly => Say("every month", "jeden Monat"),
                _ => Say("every year", "jedes Jahr"),
            }
            : Say($"every {Count(rule)}", $"alle {Count(rule)}");

        /// <summary>"3 days".</summary>
        string Count(Rule rule)
        {
            var (one, many, eins, viele) = rule.Frequency switch
            {
                Frequency.Daily => ("day", "days", "Tag", "Tage"),
                Frequency.Weekly => ("week", "weeks", "Woche", "Wochen"),
                Frequency.Monthly => ("month", "months", "Monat", "Monate"),
                _ => ("year", "years", "Jahr", "Jahre"),
            };
            return string.Create(culture, $"{rule.Interval} {(rule.Interval == 1 ? Say(one, eins) : Say(many, viele))}");
        }

        string On(Rule rule)
        {
            var months = rule.Months.Count == 0 ? "" : Say(" in ", " im ") + List(rule.Months.Select(month => Say(Months[month - 1], MonthsInGerman[month - 1])));
            if (LastDayMeant(rule) is { } meant)
                return Say(" on the ", " am ") + List(meant.Select(Day)) + Say(", or on the last day where a month is shorter", ", sonst am letzten Tag des Monats") + months;
            var days = new List<string>();
            if (rule.Days.Count > 0) days.Add(List(rule.Days.Select(Name)));
            if (rule.MonthDays.Count > 0) days.Add(Say("the ", "") + List(rule.MonthDays.Select(Day)));
            if (days.Count == 0) return months;
            var all = string.Join(Say(", if it is ", ", wenn es "), days) + (german && days.Count > 1 ? " ist" : "");
            var chosen = rule.Positions.Count == 0 ? "" : Say(", of these only the ", ", davon nur den ") + List(rule.Positions.Select(Position));
            return Say(" on ", " am ") + all + months + chosen;
        }

        /// <summary>What is meant by "on the 15th and 31st", if it is what the rule says: the last of those from where months end, and others by their places.</summary>
        static IEnumerable<int>? LastDayMeant(Rule rule)
        {
            var isOfOneMonth = rule.Frequency == Frequency.Monthly || rule is { Frequency: Frequency.Yearly, Months.Count: 1 };
            if (!isOfOneMonth || rule is not { Positions: [-1, ..], Days.Count: 0, MonthDays: [> 0, .., var last] days } || last <= rule.ShortestMonth) return null;
            var places = rule.Positions.Skip(1);
            var isWhole = Enumerable.Range(rule.ShortestMonth, last - rule.ShortestMonth + 1).All(days.Contains) && places.All(place => place > 0 && place < days.Count);
            return isWhole ? places.Select(place => days[place - 1]).Append(last) : null;
        }

        string End(Rule rule) =>
            rule.Count is { } count ? string.Create(culture, $", {count}{Say(count == 1 ? " time" : " times", "-mal")}")
            : rule.Until is { } until ? Say($", until {until.Day} {Months[until.Month - 1]} {until.Year}", $", bis {until.Day}. {MonthsInGerman[until.Month - 1]} {until.Year}") : "";

        string Name(RuleDay day)
        {
            var name = Say(day.Day.ToString(), DaysInGerman[(int)day.Day - 1]);
            return day.Ordinal == 0 ? name : $"{Say("the ", "")}{Position(day.Ordinal)} {name}";
        }

        string Day(int day) => day > 0 ? Say(Ordinal(day), $"{day}.") : day == -1 ? Say("last day", "letzten Tag") : Say($"{Ordinal(-day)} last day", $"{-day}.-letzten Tag");

        string Position(int position) => position switch
        {
            -1 => Say("last", "letzten"),
            > 0 and <= 5 => Say(Ordinals[position - 1], OrdinalsInGerman[position - 1]),
            > 0 => Say(Ordinal(position), $"{position}."),
            _ => Say($"{Ordinal(-position)} last", $"{-position}.-letzten"),
        };

        static string Ordinal(int day) => day + Words.EnglishEnd(day);

        string List(IEnumerable<string> names)
        {
            string[] all = [.. names];
            return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])}{Say(" and ", " und ")}{all[^1]}";
        }
    }
}
