using System.Globalization;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;

namespace Doneon.BrowserTests;

/// <summary>The promises for an account with 10,000 tasks.</summary>
[Collection(nameof(Alone))]
public class LargeListTests(ITestOutputHelper output)
{
    /// <summary>Milliseconds from the navigation until something is there.</summary>
    const string SinceNavigation = """
        what => new Promise(done => {
            const look = () => document.querySelector(what) ? setTimeout(() => done(performance.now())) : requestAnimationFrame(look);
            look();
        })
        """;

    /// <summary>Milliseconds from the next keystroke until the frame has been drawn in which every row, or one, contains the words.</summary>
    const string NextKeystroke = """
        ({ text, every }) => { window.answer = new Promise((done, tooLate) => { setTimeout(tooLate, 5000, 'no answer to ' + text); addEventListener('keydown', event => {
            const holds = () => {
                const rows = [...document.querySelectorAll('li[data-task-id]')];
                const fits = row => text.split(' ').every(word => row.textContent.includes(word));
                return rows.length > 0 && (every ? rows.every(fits) : rows.some(fits));
            };
            const look = () => holds() ? setTimeout(() => done(performance.now() - event.timeStamp)) : requestAnimationFrame(look);
            requestAnimationFrame(look);
        }, { once: true, capture: true }); }); }
        """;

    [Fact]
    public Task The_list_is_usable_within_a_second() => Large((visit, page) => Holds(async () =>
    {
        await page.GotoAsync("about:blank");
        await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.Commit });
        var seen = await page.EvaluateAsync<double>(SinceNavigation, "li[data-task-id]:nth-child(5)");
        await page.Keyboard.PressAsync("j");
        var reacted = await page.EvaluateAsync<double>(SinceNavigation, "li[data-task-id] :focus");
        return (reacted < 1000, $"first rows {seen:0} ms after the navigation, moved to one after {reacted:0} ms");
    }));

    [Fact]
    public Task Scrolling_leaves_time_in_every_frame() => Large(async (visit, page) =>
    {
        await visit.Open("/");
        await Expect(page.Rows().First).ToBeVisibleAsync();
        var list = (await page.Rows().First.BoundingBoxAsync())!;
        var session = await visit.Context.NewCDPSessionAsync(page);
        await Holds(async () =>
        {
            var trace = await FrameTrace.Of(page.Context.Browser!, () => session.SendAsync("Input.synthesizeScrollGesture", new()
            {
                ["x"] = list.X + list.Width / 2,
                ["y"] = 400,
                ["yDistance"] = -20_000,
                ["speed"] = 4000,
                ["gestureSourceType"] = "mouse",
            }));
            var frames = trace.Frames.Order().ToList();
            var (typical, slow, slowest, longest) = (frames[frames.Count / 2], frames[frames.Count * 95 / 100], frames[^1], trace.Tasks.Max());
            return (frames.Count > 60 && typical > 0 && slow <= 8 && longest <= 50,
                $"{frames.Count} frames of scrolling: script, style and layout {typical:0.0} ms in the middle, {slow:0.0} in 95 of 100, {slowest:0.0} at most; longest task {longest:0.0} ms");
        });
    });

    [Fact]
    public Task Search_answers_each_keystroke_at_once() => Large(async (visit, page) =>
    {
        await visit.Open("/");
        await Expect(page.Rows().First).ToBeVisibleAsync();
        await Holds(async () =>
        {
            await page.SearchBox().FillAsync("");
            await Expect(page.Row("Write to Kim").First).ToBeVisibleAsync();
            var times = new List<double>();
            const string query = "harbour 77";
            for (var length = 1; length <= query.Length; length++)
            {
                await page.EvaluateAsync(NextKeystroke, new { text = query[..length].TrimEnd(), every = true });
                await page.Keyboard.PressAsync(query[length - 1].ToString());
                times.Add(await page.EvaluateAsync<double>("window.answer"));
            }
            return (times.Max() < 100, $"keystroke to found rows: {Each(times)} ms");
        });
    });

    [Fact]
    public Task A_new_task_is_painted_at_once() => Large(async (visit, page) =>
    {
        await visit.Open("/");
        await Expect(page.Rows().First).ToBeVisibleAsync();
        await Holds(async () =>
        {
            var times = new List<double>();
            for (var i = 1; i <= 7; i++)
            {
                var title = $"Brand new {Guid.NewGuid():N}";
                // Whoever types leaves the server the time to read the line; who is faster waits for that.
                await page.RunAndWaitForResponseAsync(() => page.NewTask().FillAsync(title), answer => answer.Url.EndsWith("/tasks/parse", StringComparison.Ordinal));
                await page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                await page.EvaluateAsync(NextKeystroke, new { text = title, every = false });
                await page.Keyboard.PressAsync("Enter");
                times.Add(await page.EvaluateAsync<double>("window.answer"));
            }
            return (times.Max() < 50, $"keystroke to painted row: {Each(times)} ms");
        });
    });

    static async Task Large(Func<Visit, IPage, Task> steps, [CallerMemberName] string name = "")
    {
        await using var browser = await Chromium.Start();
        await Visit.MakeAs(async (visit, person) =>
        {
            await visit.Site.AddTasks(person, 10_000);
            await steps(visit, visit.Page);
        }, browser: browser, name: name);
    }

    /// <summary>In one of three attempts, because other programs of the machine make a page slower at times, and never faster.</summary>
    async Task Holds(Func<Task<(bool Good, FormattableString Figures)>> measure)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (good, figures) = await measure();
            var line = figures.ToString(CultureInfo.InvariantCulture);
            output.WriteLine(line);
            if (good) return;
            Assert.True(attempt < 3, line);
        }
    }

    static string Each(List<double> times) => string.Join(", ", times.Select(time => time.ToString("0", CultureInfo.InvariantCulture)));
}
