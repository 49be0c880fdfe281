using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Tasks;

/// <summary>What the tests of repeating tasks do and see.</summary>
static class Repeating
{
    static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    public static string In(int days) => Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static async Task<Person> Somebody() => await (await TestHost.Shared).NewPerson();

    public static Task<JsonElement> Complete(Person me, long id, bool completed = true) =>
        me.Client.PatchAsJsonAsync($"{me.Tasks}/{id}/complete", new { completed }).Json();

    public static async Task<List<JsonElement>> Open(Person me) => [.. (await me.Get(me.Tasks + "?completed=false&sort=due_date")).EnumerateArray()];

    public static async Task<JsonElement> Only(Person me) => Assert.Single(await Open(me));
}
