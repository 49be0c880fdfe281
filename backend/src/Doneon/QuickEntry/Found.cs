using Doneon.Repetition;
using NodaTime;

namespace Doneon.QuickEntry;

/// <summary>Words that could say when. Whether they do, <see cref="Certainty"/> decides.</summary>
sealed record Found(PieceKind Kind, int First, int Count)
{
    public int End => First + Count;

    public LocalDate Date { get; init; }
    public LocalTime Time { get; init; }
    public Rule? Rule { get; init; }

    /// <summary>The preposition with which it begins.</summary>
    public Lead Lead { get; init; }

    /// <summary>A line may begin with it: "On Friday call Bob", "Every Monday take out the bins".</summary>
    public bool MayBegin { get; init; }

    /// <summary>What a tag or a priority says.</summary>
    public string Value { get; init; } = "";

    /// <summary>Nothing else can be meant, wherever it stands: "am Freitag", "due friday".</summary>
    public bool IsPlain { get; init; }

    /// <summary>It says nothing by itself, only beside a time or a date: "Mon 9am".</summary>
    public bool NeedsCompany { get; init; }

    /// <summary>It looks like a date or time but says more, or something that cannot be: it is not taken, nor what stands beside it.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Only the end of the line, of a sentence, or another piece may follow.</summary>
    public bool IsStrict { get; init; }

    /// <summary>A verb may follow, as it ends a German line: "Oma morgen anrufen".</summary>
    public bool IsGerman { get; init; }

    /// <summary>The part of the day that was said with it: of nine o'clock, evening makes 21:00.</summary>
    public DayPart? Part { get; init; }

    /// <summary>A time that could be of the morning or of the evening.</summary>
    public bool IsTwelveHours { get; init; }
}

/// <summary>A preposition before a date or time: how many words, and of which language.</summary>
readonly record struct Lead(int Count, bool English = false, bool German = false, bool Due = false, bool Until = false);

/// <summary>The German Nacht begins later than the night.</summary>
enum DayPart { Morning, Noon, Afternoon, Evening, Night, Nacht }
