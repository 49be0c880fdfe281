namespace Doneon.Http;

/// <summary>What holds for every query string: known names, each once, without control characters.</summary>
public static class QueryRules
{
    public static Dictionary<string, string[]> Mistakes(this IQueryCollection given, params ReadOnlySpan<string> names)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, values) in given.Take(50))
            if (!names.Contains(name)) errors[name] = ["is not a known parameter."];
            else if (values.Count > 1) errors[name] = ["may be given once only."];
            else if (values.ToString().Any(char.IsControl)) errors[name] = ["may not contain control characters."];
        return errors;
    }
}
