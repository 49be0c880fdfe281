using System.Diagnostics;
using System.Net;
using System.Text;

namespace Doneon.Tests.Http;

/// <summary>Bodies as nobody should send them.</summary>
public class BodyTests
{
    [Theory]
    [InlineData("{"), InlineData("nonsense"), InlineData("{\"title\":\"a\",}"), InlineData("{\"title\":\"a\"}{}"), InlineData("{'title':'a'}"), InlineData("{\"title\":\"a\" /* b */}"),
     InlineData(" "), InlineData("{\"title\":\"\u0001\"}"), InlineData("{\"title\":\"\\x\"}"), InlineData("{\"title\":NaN}")]
    public async Task What_is_not_json_is_400(string body) => await Sent(Encoding.UTF8.GetBytes(body)).IsProblem(400);

    [Theory]
    [InlineData("[]"), InlineData("1"), InlineData("\"title\""), InlineData("null"), InlineData("true"), InlineData("[{\"title\":\"a\"}]")]
    public async Task Json_that_is_no_object_is_422(string body) => await Sent(Encoding.UTF8.GetBytes(body)).IsProblem(422, "body");

    [Theory]
    [InlineData("", "title")]
    [InlineData("{}", "title")]
    [InlineData("{\"title\":\"a\",\"title\":\"b\"}", "title")]
    [InlineData("{\"title\":\"a\",\"titel\":1,\"Title\":2}", "titel", "Title")]
    [InlineData("{\"title\":\"a\",\"\":1}", "body")]
    [InlineData("{\"title\":\"a\",\"\\ud800\":1}", "body")]
    [InlineData("{\"title\":1,\"completed\":\"yes\",\"priority\":\"urgent\",\"due_date\":5}", "title", "completed", "priority", "due_date")]
    [InlineData("{\"title\":\"a\",\"id\":5,\"user_id\":1,\"created_at\":\"2026-01-01\",\"deleted_at\":null}", "id", "user_id", "created_at", "deleted_at")]
    public async Task Every_wrong_field_is_named(string body, params string[] fields) => await Sent(Encoding.UTF8.GetBytes(body)).IsProblem(422, fields);

    [Fact]
    public async Task A_deep_body_is_refused_soon()
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var depth in (int[])[9, 65, 1000, 120_000])
        {
            var array = new string('[', depth) + new string(']', depth);
            await Sent(Encoding.ASCII.GetBytes($$"""{"title":{{array}}}""")).IsProblem(422, depth == 9 ? "title" : "body");
            await Sent(Encoding.ASCII.GetBytes(array)).IsProblem(422, "body");
        }
        await Sent(Encoding.ASCII.GetBytes(new string('[', 200_000))).IsProblem(400);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Thousands_of_wrong_fields_are_answered_shortly_and_soon()
    {
        var many = "{" + string.Join(",", Enumerable.Range(0, 15_000).Select(i => $"\"field{i}\":1")) + "}";
        var twice = "{" + string.Join(",", Enumerable.Repeat("\"a\":1", 40_000)) + "}";
        var twiceEach = "{" + string.Join(",", Enumerable.Range(0, 15_000).Select(i => $"\"f{i / 2}\":1")) + "}";
        var longName = $"{{\"{new string('x', 200_000)}\":1}}";
        foreach (var body in (string[])[many, twice, twiceEach, longName])
        {
            var started = DateTime.UtcNow;
            using var answer = await Sent(Encoding.ASCII.GetBytes(body));
            await answer.IsProblem(422);
            Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 100, 20_000);
            Assert.InRange(DateTime.UtcNow - started, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task A_byte_order_mark_does_no_harm() => await Sent([0xEF, 0xBB, 0xBF, .. "{\"title\":\"Marked\"}"u8]).Is(HttpStatusCode.Created);

    [Theory]
    [InlineData("text/plain"), InlineData("application/x-www-form-urlencoded"), InlineData("application/xml"), InlineData("application/problem+json")]
    public async Task Another_content_type_is_415(string type) => await Sent("{\"title\":\"a\"}"u8.ToArray(), type).IsProblem(415);

    [Theory]
    [InlineData("application/json; charset=utf-8"), InlineData("APPLICATION/JSON"), InlineData("application/merge-patch+json")]
    public async Task Json_by_any_of_its_names_is_taken(string type)
    {
        var me = await Sender.Value;
        var task = await me.Add(new { title = "a" });
        await me.Client.PatchAsync($"{me.Tasks}/{task.Id()}", Checks.Body("{\"title\":\"b\"}"u8.ToArray(), type)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_of_unknown_type_waits_for_the_session_and_the_owner()
    {
        using var nobody = (await TestHost.Shared).Client();
        await nobody.PostAsync("/api/1/tasks", Checks.Body("x"u8.ToArray(), "text/plain")).IsProblem(401);
        var me = await Sender.Value;
        await me.Client.PostAsync("/api/0/tasks", Checks.Body("x"u8.ToArray(), "text/plain")).IsProblem(403);
    }

    [Fact]
    public async Task More_than_256_kilobytes_are_413_counted_or_not()
    {
        var large = new byte[256 * 1024 + 1];
        Array.Fill(large, (byte)' ');
        await Sent(large).IsProblem(413);
        var me = await Sender.Value;
        using var chunked = new HttpRequestMessage(HttpMethod.Post, me.Tasks) { Content = Checks.Body(large) };
        chunked.Headers.TransferEncodingChunked = true;
        await me.Client.SendAsync(chunked).IsProblem(413);

        var most = new byte[256 * 1024];
        Array.Fill(most, (byte)' ');
        "{\"title\":\"a\"}"u8.CopyTo(most);
        await Sent(most).Is(HttpStatusCode.Created);
    }

    static readonly Lazy<Task<Person>> Sender = new(async () => await (await TestHost.Shared).NewPerson());

    static async Task<HttpResponseMessage> Sent(byte[] bytes, string type = "application/json")
    {
        var me = await Sender.Value;
        return await me.Client.PostAsync(me.Tasks, Checks.Body(bytes, type));
    }
}
