using System.Collections.Frozen;
using Doneon.Repetition;
using NodaTime;

namespace Doneon.QuickEntry;

/// <summary>The words around a date or time that decide whether it is one.</summary>
static class Vocabulary
{
    public readonly record struct DayName(IsoDayOfWeek Day, bool IsShort, bool IsGerman);

    /// <summary>"mon" and "Mo" are short; "mondays" and "montags" are a rule and no day.</summary>
    public static DayName? Day(string word) =>
        Words.DayOfWeek(word) is not { } day || Words.DayOfEach(word) is not null ? null
        : word.EndsWith("day", StringComparison.Ordinal) ? new(day, IsShort: false, IsGerman: false)
        : word.EndsWith("tag", StringComparison.Ordinal) || word == "mittwoch" ? new(day, IsShort: false, IsGerman: true)
        : new(day, IsShort: true, IsGerman: word.Length == 2);

    public static bool IsGermanMonth(string word) => word is "januar" or "februar" or "märz" or "mai" or "juni" or "juli" or "oktober" or "okt" or "dezember" or "dez";

    public static bool IsEnglishMonth(string word) => word is "january" or "february" or "march" or "mar" or "may" or "june" or "july" or "october" or "oct" or "december" or "dec";

    public static DayPart? PartOfDay(string word) => word switch
    {
        "morning" or "morgen" or "früh" or "vormittag" or "morgens" or "vormittags" => DayPart.Morning,
        "mittag" or "mittags" => DayPart.Noon,
        "afternoon" or "nachmittag" or "nachmittags" => DayPart.Afternoon,
        "evening" or "abend" or "abends" => DayPart.Evening,
        "night" => DayPart.Night,
        "nacht" or "nachts" => DayPart.Nacht,
        _ => null,
    };

    /// <summary>Whether a time is certain of a part of the day. Twelve at night is midnight, which is said of two days.</summary>
    public static bool Has(this DayPart part, int hour) => part switch
    {
        DayPart.Morning => hour is >= 1 and < 12,
        DayPart.Noon => hour is >= 10 and < 16,
        DayPart.Afternoon => hour is >= 12 and < 19,
        DayPart.Evening => hour >= 16,
        DayPart.Night => hour >= 18,
        _ => hour >= 21,
    };

    /// <summary>A date after one of these belongs to it: "slides for tomorrow", "Black Friday", "plan next week".</summary>
    public static bool Binds(string word) => BindsNext.Contains(word);

    static readonly FrozenSet<string> BindsNext = new[]
    {
        // English
        "for", "from", "of", "since", "after", "before", "about", "than", "the", "a", "an", "my", "our", "your", "his", "her", "their", "its", "this", "that", "these",
        "those", "per", "until", "till", "last", "past", "previous", "to", "between", "and", "or", "like", "via", "into", "with", "without", "under", "over", "as", "is",
        "was", "are", "if", "whether", "what", "not", "almost", "nearly", "on", "at", "in", "by", "no", "one", "another", "any", "some", "every", "each", "next", "same", "vs", "given", "around", "circa", "early", "late", "only", "even", "mr", "mrs", "ms",
        "miss", "dr", "twice", "once", "times", "half",
        // German
        "für", "von", "vom", "seit", "nach", "vor", "über", "zum", "zur", "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "mein", "meine",
        "meinen", "und", "oder", "zu", "zwischen", "mit", "ohne", "wie", "als", "ob", "was", "ist", "war", "nicht", "fast", "am", "um", "im", "bei", "beim", "kein", "keine",
        "jeden", "jede", "jedes", "diesen", "diese", "dieser", "letzten", "letzte", "letzter", "vorigen", "gestern", "guten", "gute", "ab", "schwarzer", "blauer", "gegen", "noch", "erst",
        "schon", "herr", "herrn", "frau", "familie", "einmal", "zweimal", "dreimal", "mal",
        // Names of days
        "black", "good", "cyber", "ash", "easter", "palm", "super", "taco", "casual", "shrove", "bloody", "blue", "ruby", "holy", "fat", "maundy", "freaky", "manic", "usa",
        "tgi", "whit", "happy", "lazy",
        // What is done with a day
        "plan", "planning", "schedule", "prepare", "organise", "organize", "review", "discuss", "cancel", "skip", "survive", "enjoy", "seize", "watch", "read", "yesterday",
        // Marks
        ":", "-", "–", "—", "&", "+", "/", "<", ">", "=", "~", "#",
    }.ToFrozenSet();

    /// <summary>The sentence goes on after the date: "call Bob tomorrow about the invoice".</summary>
    public static bool GoesOn(string word) => GoOn.Contains(word);

    static readonly FrozenSet<string> GoOn = new[]
    {
        "about", "with", "at", "in", "to", "for", "and", "but", "because", "before", "after", "from", "if", "when", "near", "via", "regarding", "re", "so", "then", "until", "till",
        "mit", "bei", "beim", "im", "nach", "wegen", "zu", "zum", "zur", "für", "und", "aber", "weil", "vor", "über", "an", "auf", "aus", "von", "vom",
    }.ToFrozenSet();

    /// <summary>Between two dates they make a span or a choice.</summary>
    public static bool Joins(string word) =>
        word is "and" or "or" or "to" or "-" or "–" or "—" or "&" or "/" or "+" or "und" or "oder" or "bis" or "until" or "till" or "through" or "thru" or "vs";

    /// <summary>"Nächste Woche planen": the week is what is planned.</summary>
    public static bool IsPlanned(string word) => word is "planen" or "vorbereiten" or "absagen" or "überleben" or "besprechen";

    /// <summary>After these a colon is no clock's: John 3:16, a ratio of 10:30.</summary>
    public static bool HasVerses(string word) => Verses.Contains(word);

    static readonly FrozenSet<string> Verses = new[]
    {
        "genesis", "exodus", "leviticus", "numbers", "deuteronomy", "joshua", "judges", "ruth", "samuel", "kings", "chronicles", "ezra", "nehemiah", "esther", "job", "psalm",
        "psalms", "proverbs", "ecclesiastes", "isaiah", "jeremiah", "lamentations", "ezekiel", "daniel", "hosea", "joel", "amos", "zechariah", "micah", "matthew", "mark",
        "luke", "john", "acts", "romans", "corinthians", "galatians", "ephesians", "philippians", "timothy", "hebrews", "james", "peter", "revelation", "mose", "könige",
        "sprüche", "prediger", "jesaja", "jeremia", "hesekiel", "hiob", "matthäus", "markus", "lukas", "johannes", "apostelgeschichte", "römer", "korinther", "galater",
        "epheser", "hebräer", "offenbarung", "sure", "surah", "verse", "vers", "chapter", "kapitel", "score", "ratio", "scale", "maßstab", "verhältnis", "format",
    }.ToFrozenSet();
}
