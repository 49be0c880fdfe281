using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Accounts;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

/// <summary>Which day it is, where somebody lives.</summary>
public class TimeZoneTests
{
    sealed class Clock(string utc) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.Parse(utc + "Z", CultureInfo.InvariantCulture);
    }

    static async Task<Person> In(string zone)
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Client.PatchAsJsonAsync("/api/auth/me", new { time_zone = zone }).Is(HttpStatusCode.OK);
        return me;
    }

    /// <summary>Just before and just after a change of the clocks, and around midnight.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2027-03-28T00:59:59", "2027-03-28T01:59:59"), InlineData("Europe/Berlin", "2027-03-28T01:00:00", "2027-03-28T03:00:00")]
    [InlineData("Europe/Berlin", "2027-10-31T00:30:00", "2027-10-31T02:30:00"), InlineData("Europe/Berlin", "2027-10-31T01:30:00", "2027-10-31T02:30:00"), InlineData("Europe/Berlin", "2027-07-01T22:00:00", "2027-07-02T00:00:00")]
    [InlineData("America/New_York", "2027-03-14T06:59:59", "2027-03-14T01:59:59"), InlineData("America/New_York", "2027-03-14T07:00:00", "2027-03-14T03:00:00"), InlineData("America/New_York", "2027-03-01T04:59:59", "2027-02-28T23:59:59")]
    [InlineData("Australia/Lord_Howe", "2027-04-03T14:59:59", "2027-04-04T01:59:59"), InlineData("Australia/Lord_Howe", "2027-04-03T15:00:00", "2027-04-04T01:30:00"), InlineData("Australia/Lord_Howe", "2027-10-02T15:30:00", "2027-10-03T02:30:00")]
    [InlineData("Africa/Casablanca", "2026-02-15T01:59:59", "2026-02-15T02:59:59"), InlineData("Africa/Casablanca", "2026-02-15T02:00:00", "2026-02-15T02:00:00"), InlineData("Africa/Casablanca", "2026-03-22T02:00:00", "2026-03-22T03:00:00")]
    [InlineData("Asia/Kathmandu", "2027-01-01T18:14:59", "2027-01-01T23:59:59"), InlineData("Asia/Kathmandu", "2027-01-01T18:15:00", "2027-01-02T00:00:00"), InlineData("UTC", "2027-01-01T00:00:00", "2027-01-01T00:00:00")]
    public void The_clock_of_a_place_shows(string zone, string utc, string local) =>
        Assert.Equal(local, TimeZones.Now(zone, new Clock(utc)).ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("Europe/Berlin", "2027-03-28T01:30:00Z", "2027-03-28T03:30"), InlineData("Europe/Berlin", "2027-03-28T02:30:00+01:00", "2027-03-28T03:30"), InlineData("Europe/Berlin", "2027-10-31T02:30:00+02:00", "2027-10-31T02:30")]
    [InlineData("America/New_York", "2027-03-01T03:00Z", "2027-02-28T22:00"), InlineData("America/New_York", "2027-03-14T07:30Z", "2027-03-14T03:30"), InlineData("America/Los_Angeles", "2027-03-01T00:00:00+00:00", "2027-02-28T16:00")]
    [InlineData("Australia/Lord_Howe", "2027-01-01T00:00Z", "2027-01-01T11:00"), InlineData("Australia/Lord_Howe", "2027-07-01T00:00Z", "2027-07-01T10:30"), InlineData("Africa/Casablanca", "2026-02-20T12:00Z", "2026-02-20T12:00")]
    [InlineData("Asia/Kathmandu", "2027-01-01T18:15Z", "2027-01-02T00:00"), InlineData("Asia/Kathmandu", "2027-01-01T12:00:05.678-05:00", "2027-01-01T22:45:05"), InlineData("UTC", "2027-01-01t12:00:00z", "2027-01-01T12:00"), InlineData("UTC", "2027-01-01T12:00:00+0530", "2027-01-01T06:30")]
    [InlineData("UTC", "2027-01-01T12:00:00+05", "2027-01-01T07:00"), InlineData("UTC", "2027-01-01 12:00:00 +02:00", "2027-01-01T10:00")]
    public async Task A_time_with_an_offset_becomes_the_local_time(string zone, string given, string local)
    {
        var me = await In(zone);
        var task = await me.Add(new { title = "a", due_date = given });
        Assert.Equal(local, task.Text("due_date"));
        var path = $"{me.Tasks}/{task.Id()}";
        await me.Client.PatchAsJsonAsync(path, new { due_date = (string?)null }).Is(HttpStatusCode.OK);
        Assert.Equal(local, (await me.Client.PatchAsJsonAsync(path, new { due_date = given }).Json()).Text("due_date"));
        Assert.Equal(local, (await me.Client.PutAsJsonAsync(path, new { title = "a", due_date = given }).Json()).Text("due_date"));
        var bulk = await me.Client.PostAsJsonAsync(me.Tasks + "/bulk", new { action = "change", ids = (long[])[task.Id()], changes = new { due_date = given } }).Json();
        Assert.Equal(local, bulk.GetProperty("tasks")[0].Text("due_date"));
    }

    /// <summary>West of Greenwich, a date that is read as a moment in UTC is the day before.</summary>
    [Theory]
    [InlineData("America/Los_Angeles"), InlineData("Pacific/Honolulu"), InlineData("Pacific/Kiritimati"), InlineData("Asia/Kathmandu"), InlineData("UTC")]
    public async Task A_due_date_is_the_day_that_was_given_wherever_and_today_is_the_day_there(string zone)
    {
        var me = await In(zone);
        var today = TimeZones.Now(zone, TimeProvider.System).Date;
        string Day(int days) => today.PlusDays(days).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        foreach (var days in (int[])[-1, 0, 1]) Assert.Equal(Day(days), (await me.Add(new { title = "a", due_date = Day(days) })).Text("due_date"));
        var summary = await me.Get(me.Tasks + "/summary");
        Assert.Equal(Day(0), summary.Text("today"));
        Assert.Equal("""{"open":3,"overdue":1,"today":1,"upcoming":1,"no_date":0,"completed":0,"deleted":0}""", summary.GetProperty("views").GetRawText());

        await me.Client.PatchAsJsonAsync("/api/auth/me", new { time_zone = "Asia/Tokyo" }).Is(HttpStatusCode.OK);
        Assert.Equal([Day(-1), Day(0), Day(1)], (await me.Get(me.Tasks + "?sort=due_date")).Texts("due_date"));
    }

    [Theory]
    [InlineData("Pacific/Kiritimati"), InlineData("Pacific/Pago_Pago")]
    public async Task What_is_missed_is_missed_by_the_day_there(string zone)
    {
        var me = await In(zone);
        var today = TimeZones.Now(zone, TimeProvider.System).Date;
        var task = await me.Add(new { title = "a", due_date = today.PlusDays(-5).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), recursion_pattern = "daily" });
        await me.Client.PatchAsync($"{me.Tasks}/{task.Id()}/complete", null).Is(HttpStatusCode.OK);
        Assert.Equal([today.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)], (await me.Get(me.Tasks + "?completed=false")).Texts("due_date"));
    }

    [Fact]
    public async Task A_time_zone_is_given_at_registration_changed_and_told()
    {
        var host = await TestHost.Shared;
        using var client = host.Client();
        var name = $"p{Guid.NewGuid():N}"[..20];
        var signedIn = await client.PostAsJsonAsync("/api/auth/register", new { username = name, email = $"{name}@example.org", password = Person.Password, time_zone = "America/New_York" }).Json(HttpStatusCode.Created);
        Assert.Equal("America/New_York", signedIn.GetProperty("user").Text("time_zone"));
        using var me = host.Client(signedIn.Text("access_token"));
        var changed = await me.PatchAsJsonAsync("/api/auth/me", new { time_zone = "Asia/Kathmandu" }).Json();
        Assert.Equal("Asia/Kathmandu", changed.Text("time_zone"));
        Assert.Equal(changed.GetRawText(), (await me.GetFromJsonAsync<JsonElement>("/api/auth/me")).GetRawText());
        Assert.Equal("Asia/Kathmandu", (await me.PatchAsJsonAsync("/api/auth/me", new { }).Json()).Text("time_zone"));
        foreach (var wrong in (string[])["\"Mars/Olympus\"", "\"\"", "null", "5", "\"europe/berlin\"", "\"Europe/Berlin; drop table task\"", "\"GMT+25\"", "\"UTC+05:30\""])
            await me.SendJson("PATCH", "/api/auth/me", $$"""{"time_zone":{{wrong}}}""").IsProblem(422, "time_zone");
        await client.PostAsJsonAsync("/api/auth/register", new { username = name + "x", email = "x@example.org", password = Person.Password, time_zone = "Nowhere" }).IsProblem(422, "time_zone");
        await me.PatchAsJsonAsync("/api/auth/me", new { email = "other@example.org" }).IsProblem(422, "email");
    }

    [Fact]
    public async Task A_zone_that_an_older_program_does_not_know_counts_as_utc()
    {
        var (host, me) = (await TestHost.Shared, await In("UTC"));
        await host.Execute($"update \"user\" set time_zone = 'Moon/Tranquility' where id = {me.Id}");
        Assert.Equal("2027-01-01T12:00", (await me.Add(new { title = "a", due_date = "2027-01-01T12:00Z" })).Text("due_date"));
        Assert.Equal(HttpStatusCode.OK, (await me.Client.GetAsync(me.Tasks + "/summary")).StatusCode);
    }
}
