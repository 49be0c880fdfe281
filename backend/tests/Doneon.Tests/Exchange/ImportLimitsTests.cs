using System.Diagnostics;
using System.Net;
using System.Text;
using Doneon.Tests.Http;
using Npgsql;

namespace Doneon.Tests.Exchange;

/// <summary>Files that are made to take long, or that come slowly, and what is more than a request has time for.</summary>
public class ImportLimitsTests
{
    const string Todoist = "TYPE,CONTENT,PRIORITY,INDENT,DATE\n";

    static string Many(int count, Func<int, string> one) => string.Concat(Enumerable.Range(1, count).Select(one));

    [Theory]
    [InlineData("labels"), InlineData("attachments"), InlineData("spaces"), InlineData("columns"), InlineData("tags"), InlineData("projects"), InlineData("a long project")]
    public async Task A_file_that_is_made_to_take_long_is_read_soon(string name)
    {
        var me = await (await TestHost.Shared).NewPerson();
        var (format, file) = name switch
        {
            "labels" => ("todoist", Todoist + "task," + Many(200_000, n => $"@{n} ") + ",1,1,\n"),
            "attachments" => ("todoist", Todoist + "task,a,1,1,\nnote," + Many(300_000, _ => "[[file {") + ",,,\n"),
            "spaces" => ("todoist", Todoist + $"task,a,1,1,x{new string(' ', 4_000_000)}x\n"),
            "columns" => ("csv", $"title{Many(499, n => $",c{n}")}\n{Many(30_000, _ => "a\n")}"),
            "tags" => ("python", $$"""[{"id":1,"user_id":1,"title":"a","completed":0,"tags":"{{Many(300_000, n => $"{n},")}}"}]"""),
            "projects" => ("vikunja", $"[{Many(60_000, n => $$"""{"lists":[{"tasks":[{"id":{{n}},"title":"a"}]}],"tasks":[{"id":-{{n}},"title":"b"}]}{{new string(' ', 300)}},""")}1]"),
            _ => ("vikunja", $$"""[{"title":"{{new string('x', 2_000_000)}}","tasks":[{{Many(5_000, n => $$"""{"id":{{n}},"title":"a"},""")}}1]}]"""),
        };
        var clock = Stopwatch.StartNew();
        await me.Brought(file, $"?dry_run=true&format={format}");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"{name}: {clock.Elapsed}");
    }

    [Fact]
    public async Task A_task_that_is_larger_than_any_is_a_bad_line()
    {
        var me = await (await TestHost.Shared).NewPerson();
        var large = new string('x', 5_000_000);
        await Is(Files.Doneon("""{"title":"a"}""", $$"""{"title":"{{large}}"}"""), "2 task");
        await Is($"title\na\n{large}\n", "3 task");
        await Is(Todoist + $"\ntask,{large},1,1,\n", "3 task");
        await Is(Todoist + $"task,a,1,1,\nnote,{large},,,\n", "2 task");
        await Is($$"""[{"id":1,"tasks":[{"id":1,"title":"a","description":"{{large}}"}]}]""", "1 task");

        async Task Is(string file, string expected)
        {
            var bad = (await me.Bring(file).IsProblem(422)).GetProperty("report").GetProperty("bad");
            Assert.Equal([expected], bad.EnumerateArray().Select(one => $"{one.GetProperty("line")} {one.Text("field")}"));
        }
    }

    [Theory]
    [InlineData("tags", false), InlineData("following", true)]
    public async Task A_tag_that_no_index_takes_is_a_bad_line(string field, bool follows)
    {
        var host = await TestHost.Shared;
        var me = await host.NewPerson();
        var tag = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(3000));
        string Task(string tag) => Files.Doneon(follows ? $$"""{"title":"a","following":{"tags":"{{tag}}"} }""" : $$"""{"title":"a","adopted":true,"tags":"b,{{tag}}"}""");
        var bad = (await me.Bring(Task(tag)).IsProblem(422)).GetProperty("report").GetProperty("bad");
        Assert.Equal([$"1 {field}"], bad.EnumerateArray().Select(one => $"{one.GetProperty("line")} {one.Text("field")}"));
        Assert.Equal("", await host.Rows(me));
        Assert.Equal((1, 1, 0, 0), (await me.Brought(Task(tag[..2600]))).Counts());
    }

    [Theory]
    [InlineData("0001-01-01"), InlineData("9999-12-31")]
    public async Task A_series_at_the_ends_of_time_breaks_nothing(string day)
    {
        var me = await (await TestHost.Shared).NewPerson();
        await me.Brought(Files.Doneon($$"""{"title":"a","due_date":"{{day}}","recursion_pattern":"FREQ=MONTHLY;BYMONTHDAY=31","series_start":"{{day}}","occurrence":"{{day}}","catch_up":true}"""));
        var id = (await me.Get(me.Tasks)).Ids()[0];
        foreach (var asked in (Task<HttpResponseMessage>[])
            [me.Client.GetAsync($"{me.Tasks}/{id}/occurrences"), me.Client.SendJson("PATCH", $"{me.Tasks}/{id}/complete", "{}"), me.Client.GetAsync($"{me.Tasks}?sort=due_date")])
        {
            using var answer = await asked;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task What_is_too_much_for_the_time_of_one_request_goes_in_by_halves()
    {
        var host = await TestHost.Shared;
        await using var hurried = await TestHost.Start(new() { ["DB_COMMAND_SECONDS"] = "2" }, host.Server, host.Database);
        var me = await host.NewPerson();
        using var client = hurried.Client(me.Token);
        var file = Files.Doneon([.. Enumerable.Range(1, 25).Select(n => $$"""{"title":"{{n}}"}""")]);
        // Whoever holds the account makes any piece take too long, and then no more.
        await using var source = NpgsqlDataSource.Create(host.Server.Login(host.Database));
        await using var holder = await source.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"select from \"user\" where id = {me.Id} for update", holder, held)) await hold.ExecuteNonQueryAsync();
        var bringing = (me with { Client = client }).Brought(file);
        await Task.Delay(4500);
        await held.RollbackAsync();
        Assert.Equal((25, 25, 0, 0), (await bringing).Counts());
        Assert.Equal((25, 0, 25, 0), (await me.Brought(file)).Counts());
        Assert.Equal(25, await host.Scalar<long>($"select task_count from \"user\" where id = {me.Id}"));
    }

    [Fact]
    public async Task Slow_lines_keep_nobody_elses_file_out()
    {
        var host = await TestHost.Shared;
        using var slow = new SlowBody();
        var uploads = new List<Task<HttpResponseMessage>>();
        for (var count = 0; count < 6; count++)
        {
            var person = await host.NewPerson();
            uploads.Add(person.Client.PostAsync($"/api/{person.Id}/import?format=csv&map=title:title", slow.Copy()));
        }
        var me = await host.NewPerson();
        await slow.AreUnderWay(uploads.Count);
        Assert.Equal((1, 1, 0, 0), (await me.Brought(Files.Doneon("""{"title":"a"}"""))).Counts());
        slow.Ends();
        foreach (var upload in uploads) Assert.Equal((1, 1, 0, 0), (await upload.Json()).Counts());
    }

    [Fact]
    public async Task A_slow_file_keeps_no_place_of_other_requests()
    {
        await using var host = await TestHost.Start(new() { ["POOL_SIZE"] = "2", ["DB_COMMAND_SECONDS"] = "3" });
        var me = await host.NewPerson();
        using var slow = new SlowBody();
        var upload = me.Client.PostAsync($"/api/{me.Id}/import", slow.Copy());
        await slow.AreUnderWay(1);
        await me.Bring(Files.Doneon()).IsProblem(429);
        Assert.Equal(0, (await me.Get(me.Tasks)).GetArrayLength());
        slow.Ends();
        Assert.Equal((1, 1, 0, 0), (await upload.Json()).Counts());
    }

    /// <summary>Bodies that begin, and end when they are told to.</summary>
    sealed class SlowBody : IDisposable
    {
        readonly TaskCompletionSource end = new();
        readonly SemaphoreSlim begun = new(0);

        public HttpContent Copy() => new Content(this);

        public async Task AreUnderWay(int count)
        {
            for (var one = 0; one < count; one++) Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(10)));
            // What was sent is on its way to whoever counts the places.
            await Task.Delay(500);
        }

        public void Ends() => end.TrySetResult();

        public void Dispose()
        {
            Ends();
            begun.Dispose();
        }

        sealed class Content(SlowBody body) : HttpContent
        {
            protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes("title\nMi"));
                await stream.FlushAsync();
                body.begun.Release();
                await body.end.Task;
                await stream.WriteAsync(Encoding.UTF8.GetBytes("lk\n"));
            }

            protected override bool TryComputeLength(out long length)
            {
                length = 0;
                return false;
            }
        }
    }
}
