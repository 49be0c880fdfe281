using System.Net;
using System.Text;
using System.Text.Json;
using Doneon.Tests.Http;

namespace Doneon.Tests.Exchange;

/// <summary>Files out and in, as somebody.</summary>
static class Files
{
    public static string Sample(string name) =>
        File.ReadAllText(Path.Combine(SettingsTests.Root, "backend", "tests", "Doneon.Tests", "Exchange", "samples", name));

    public static async Task<string> Export(this Person person, string format = "json")
    {
        using var answer = await person.Client.GetAsync($"/api/{person.Id}/export?format={format}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        answer.HasSecurityHeaders();
        return Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
    }

    public static Task<HttpResponseMessage> Bring(this Person person, byte[] file, string query = "", params (string, string)[] headers) =>
        person.Client.Send("POST", $"/api/{person.Id}/import{query}", Checks.Body(file, "application/octet-stream"), headers);

    public static Task<HttpResponseMessage> Bring(this Person person, string file, string query = "", params (string, string)[] headers) => person.Bring(Encoding.UTF8.GetBytes(file), query, headers);

    public static Task<JsonElement> Brought(this Person person, string file, string query = "") => person.Bring(file, query).Json();

    public static (long Total, long Added, long There, long Bad) Counts(this JsonElement report) => (
        report.GetProperty("total").GetInt64(), report.GetProperty("added").GetInt64(), report.GetProperty("already_there").GetInt64(), report.GetProperty("bad_count").GetInt64());

    /// <summary>Every column but the id, whose it is and the change counter; a row of text for each task.</summary>
    public static Task<string> Rows(this TestHost host, Person person) => host.Scalar<string>(
        $"select coalesce(string_agg((to_jsonb(t) - 'id' - 'user_id' - 'change')::text, E'\\n' order by uid), '') from task t where user_id = {person.Id}");

    public static async Task<JsonElement> Task(this Person person, string title) =>
        (await person.Get(person.Tasks + "?limit=500")).EnumerateArray().Single(task => task.Text("title") == title);

    public static string Doneon(params string[] tasks) => $$"""{"doneon":1,"tasks":[{{string.Join(",\n", tasks)}}]}""";
}
