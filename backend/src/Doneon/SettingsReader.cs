using System.Globalization;
using Doneon.Database;

namespace Doneon;

/// <summary>Reads variables as the table of settings declares them, and collects every mistake instead of stopping at the first.</summary>
sealed class SettingsReader(Func<string, string?> variable)
{
    static readonly Dictionary<string, Setting> Table = Settings.All.ToDictionary(setting => setting.Name);

    readonly List<string> mistakes = [];

    /// <summary>A variable set to nothing counts as not set: that is how compose files pass on what they do not have.</summary>
    public string? Text(string name) => variable(Table[name].Name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    public T? Optional<T>(string name, Func<string, T> parse)
    {
        try
        {
            return Text(name) is { } text ? parse(text) : default;
        }
        catch (FormatException mistake)
        {
            mistakes.Add($"{name} {mistake.Message}");
            return default;
        }
    }

    public DatabaseUrl? Url(string name, bool required)
    {
        try
        {
            return required || Text(name) != null ? DatabaseUrl.Parse(name, variable(name)) : null;
        }
        catch (StopException mistake)
        {
            mistakes.Add(mistake.Message);
            return null;
        }
    }

    public int Number(string name)
    {
        var (least, most) = (Table[name].Least, Table[name].Most);
        return Optional(name, text => (int?)Digits(text)) ?? Digits(Table[name].Default);

        int Digits(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw new FormatException($"must be a whole number from {least} to {most}");
    }

    public TimeSpan Seconds(string name) => TimeSpan.FromSeconds(Number(name));

    public string Word(string name) =>
        Optional(name, text => Table[name].Words.Contains(text)
            ? text
            : throw new FormatException($"must be one of {Table[name].Allowed}")) ?? Table[name].Default;

    public T Word<T>(string name) where T : struct, Enum => Enum.Parse<T>(Word(name), ignoreCase: true);

    public IReadOnlyList<T> List<T>(string name, Func<string, T> parse, char separator = ',') =>
        Optional(name, text => text
            .Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(parse).Distinct().ToList()) ?? [];

    public void Wrong(string sentence) => mistakes.Add(sentence);

    public void StopIfWrong()
    {
        if (mistakes.Count > 0)
            throw new StopException(StopException.Settings, string.Join('\n', mistakes));
    }
}
