using Doneon.Http;
using NodaTime;

namespace Doneon.Accounts;

/// <summary>Time zones by their IANA names, from the list that the program brings along: no reading depends on the server's or the database's.</summary>
public static class TimeZones
{
    public const string Default = "UTC";

    static readonly IDateTimeZoneProvider Known = DateTimeZoneProviders.Tzdb;

    public static string? Read(Fields fields)
    {
        if (fields.OptionalLine("time_zone", 64) is not { } name) return null;
        // Fixed offsets, which are known too, are of no list.
        if (Known.Ids.Contains(name)) return name;
        fields.Wrong("time_zone", "must be a time zone of the IANA list, such as Europe/Berlin or UTC.");
        return null;
    }

    /// <summary>One that an older program does not know yet is told as UTC, by it alone.</summary>
    public static DateTimeZone Of(string name) => Known.GetZoneOrNull(name) ?? DateTimeZone.Utc;

    public static LocalDateTime Now(string zone, TimeProvider clock) => Instant.FromDateTimeOffset(clock.GetUtcNow()).InZone(Of(zone)).LocalDateTime;
}
