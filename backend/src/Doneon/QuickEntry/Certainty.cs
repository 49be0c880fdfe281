using Doneon.Repetition;
using NodaTime;

namespace Doneon.QuickEntry;

/// <summary>
/// Decides which of the words that could say when do so. What could as well be part of the title is left to it: a date without a
/// preposition counts only where the sentence could end, and never where the word before it claims it.
/// </summary>
sealed class Certainty
{
    readonly TypedLine line;
    readonly List<Found> marks;
    readonly List<Found> candidates = [];
    readonly HashSet<int> begins = [];

    Certainty(TypedLine line, LocalDate today)
    {
        this.line = line;
        marks = [.. Marks.In(line)];
        foreach (var mark in marks) begins.Add(mark.First);
        var dates = new DateWords(line, today);
        var times = new TimeWords(line, dates);
        for (var at = 0; at < line.Count;)
        {
            var afterRule = candidates is [.., { Kind: PieceKind.Repeat } before] && before.End == at;
            var found = line[at] == "" ? null : RepeatWords.At(line, at) ?? WithPartBefore(times.At(at)) ?? dates.At(at, afterRule);
            if (found is not null) candidates.Add(found);
            at = found?.End ?? at + 1;
        }
    }

    /// <summary>"Walk in the evening at 8": the evening stays title, and says which eight o'clock it is.</summary>
    Found? WithPartBefore(Found? time) => time is { Part: null } && !(candidates is [.., var before] && before.End == time.First)
        ? time with { Part = Vocabulary.PartOfDay(line[time.First - 1]) } : time;

    /// <summary>The pieces in the order of the line: at most one date, one time, one rule and one priority.</summary>
    public static List<Found> Taken(TypedLine line, LocalDate today)
    {
        var certainty = new Certainty(line, today);
        var groups = certainty.Groups();
        // From the end: whether a sentence could end here is known once it is known what follows.
        var certain = Enumerable.Reverse(groups).Where(certainty.IsCertain).Reverse().ToList();
        var taken = new List<Found>();
        foreach (var group in certain)
            if (!group.Any(found => taken.Any(other => other.Kind == found.Kind))) taken.AddRange(group);
        return [.. taken.Concat(certainty.marks).OrderBy(found => found.First)];
    }

    /// <summary>What stands side by side, or with a word between that makes one of it, is certain together or not at all.</summary>
    List<List<Found>> Groups()
    {
        var groups = new List<List<Found>>();
        foreach (var found in candidates)
        {
            if (groups is [.., var group] && Belongs(group[^1], found)) group.Add(found);
            else groups.Add([found]);
        }
        foreach (var group in groups) SetClock(group);
        return groups;
    }

    /// <summary>"Friday evening at 8" is 20:00; "tonight at 1" is of no certain day. A part of a day without a time would be lost.</summary>
    void SetClock(List<Found> group)
    {
        DayPart[] parts = [.. group.Select(found => found.Part).OfType<DayPart>()];
        var at = group.FindIndex(found => found.Kind == PieceKind.Time);
        if (parts.Length == 0) return;
        if (at < 0)
        {
            group[0] = group[0] with { IsBroken = true };
            return;
        }
        var said = group[at].Time;
        LocalTime[] meant = group[at].IsTwelveHours ? [said, said.PlusHours(12)] : [said];
        var fitting = meant.Where(time => parts.All(part => part.Has(time.Hour) || IsSmallHour(part, time.Hour))).Take(2).ToArray();
        group[at] = fitting is [var time] ? group[at] with { Time = time } : group[at] with { IsBroken = true };
    }

    /// <summary>"1 Uhr nachts" is the next such time; with a day, it could be of the night before or the one after.</summary>
    bool IsSmallHour(DayPart part, int hour) => part is DayPart.Night or DayPart.Nacht && hour is >= 1 and < 6 && candidates.All(found => found.Kind == PieceKind.Time);

    bool Belongs(Found one, Found next) => next.First - one.End is var gap && !(next.Lead.Due && one.Kind == next.Kind) && (gap == 0 || gap == 1 && (line[one.End] == "," || Vocabulary.Joins(line[one.End])));

    bool IsCertain(List<Found> group)
    {
        var (first, last) = (group[0], group[^1]);
        if (group.Any(found => found.IsBroken) || IsSpan(group) || IsClaimed(first)) return false;
        var isCertain = group.Count > 1 ? !IsVerb(group) : !first.NeedsCompany && (first.IsPlain || Stands(first));
        if (isCertain) begins.Add(first.First);
        return isCertain;
    }

    bool Stands(Found found) => found.First > 0 || found.IsStrict ? (found.First > 0 || found.Lead.Count > 0) && CouldEnd(found) : found.MayBegin || found.Lead.Count > 0;

    /// <summary>"tomorrow or friday", "9am to 5pm".</summary>
    bool IsSpan(List<Found> group) =>
        group.DistinctBy(found => found.Kind).Count() < group.Count
        || group.Zip(group.Skip(1)).Any(pair => pair.First.End < pair.Second.First && line[pair.First.End] != ",")
        || group[0].Lead.Until && line[group[0].First - 1] is [>= '0' and <= '9', ..];

    bool IsClaimed(Found found)
    {
        if (found.Lead.Count > 0 || found.First == 0) return false;
        var before = line.Typed(found.First - 1).ToLowerInvariant();
        return Vocabulary.Binds(before) || found.Kind == PieceKind.Date && Words.Ordinal(before) is not null;
    }

    /// <summary>"We sat at 9", "keep out of the sun at noon".</summary>
    bool IsVerb(List<Found> group) => group is [{ Kind: PieceKind.Date, NeedsCompany: true } day, { Lead.Count: > 0 }, ..] && line[day.First] is "sat" or "sun" or "wed";

    bool CouldEnd(Found found)
    {
        if (IsEnd(found.End)) return true;
        return Vocabulary.GoesOn(line[found.End]) && !found.IsStrict || found.IsGerman && line.IsVerb(found.End) && !Vocabulary.IsPlanned(line[found.End]) && IsEnd(found.End + 1);
    }

    /// <summary>What was dismissed was a piece: what stands before it is no less certain than it was.</summary>
    bool IsEnd(int at) => at >= line.Count || line.EndsSentence(at) || line.IsKept(at) || begins.Contains(at);
}
