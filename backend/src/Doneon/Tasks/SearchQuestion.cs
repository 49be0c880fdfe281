using NodaTime;

namespace Doneon.Tasks;

/// <summary>What a search asks for: terms that are looked up in the words of the tasks, and conditions on their other fields.</summary>
public sealed record SearchQuestion(IReadOnlyList<SearchTerm> Terms, IReadOnlyList<SearchCondition> Conditions)
{
    /// <summary>Words and phrases can be there in a better way or a worse one; a tag cannot.</summary>
    public bool Ranks => Terms.Any(term => term is { IsExcluded: false, Kind: not SearchKind.Tag });

    /// <summary>What is found changes with the day, or with where the user is.</summary>
    public bool DependsOnToday => DependsOnTimeZone || Conditions.Any(condition => condition.From.Days is not null || condition.To.Days is not null);

    /// <summary>At which moment a day began.</summary>
    public bool DependsOnTimeZone => Conditions.Any(condition => condition.Field == SearchField.Created);
}

public enum SearchKind
{
    /// <summary>The beginning of a word, a part of one, or a word with a typo.</summary>
    Word,

    /// <summary>Whole words, one after the other.</summary>
    Phrase,
    Tag,
}

/// <param name="Text">As it was typed.</param>
public sealed record SearchTerm(SearchKind Kind, string Text, bool IsExcluded)
{
    /// <summary>As the function search_terms() reads it.</summary>
    internal string Encoded => $"{(IsExcluded ? '-' : '+')}{Kind switch { SearchKind.Word => 'w', SearchKind.Phrase => 'p', _ => 't' }}{Text}";
}

public enum SearchField
{
    Priority,
    Done,
    Repeating,
    Overdue,
    NoDate,

    /// <summary>Due from one moment on, and before another.</summary>
    Due,
    Created,
}

public sealed record SearchCondition(SearchField Field, bool IsExcluded, Priority? Priority = null, SearchMoment From = default, SearchMoment To = default);

/// <summary>A date as text, or so many days from the user's today on; neither where there is no bound.</summary>
public readonly record struct SearchMoment(string? Text, int? Days)
{
    public string? On(LocalDate today) => Days is { } days ? DueDate.Day(today.PlusDays(days)) : Text;
}
