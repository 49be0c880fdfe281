using System.Text;
using System.Text.Json;

namespace Doneon.BrowserTests;

/// <summary>
/// What the page's main thread did, by the browser's own record. Times are those on the processor: what other programs take from a
/// busy machine is not the page's doing.
/// </summary>
sealed class FrameTrace
{
    static readonly HashSet<string> Work =
    [
        "EvaluateScript", "v8.compile", "FunctionCall", "EventDispatch", "TimerFire", "FireAnimationFrame", "FireIdleCallback",
        "RunMicrotasks", "UpdateLayoutTree", "Layout", "IntersectionObserverController::computeIntersections", "HitTest",
    ];

    /// <summary>Milliseconds of each task on the main thread.</summary>
    public required IReadOnlyList<double> Tasks { get; init; }

    /// <summary>Milliseconds of script, style and layout in each frame.</summary>
    public required IReadOnlyList<double> Frames { get; init; }

    public static async Task<FrameTrace> Of(IBrowser browser, Func<Task> act)
    {
        var session = await browser.NewBrowserCDPSessionAsync();
        var complete = new TaskCompletionSource<string>();
        session.Event("Tracing.tracingComplete").OnEvent += (_, end) => complete.TrySetResult(end!.Value.GetProperty("stream").GetString()!);
        await session.SendAsync("Tracing.start", new()
        {
            ["transferMode"] = "ReturnAsStream",
            ["traceConfig"] = new { includedCategories = (string[])["devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"] },
        });
        await act();
        await session.SendAsync("Tracing.end");
        var text = await Read(session, await complete.Task);
        await session.DetachAsync();
        using var document = JsonDocument.Parse(text);
        return Parse(document.RootElement.GetProperty("traceEvents").EnumerateArray().ToList());
    }

    static async Task<string> Read(ICDPSession session, string handle)
    {
        var text = new StringBuilder();
        while (true)
        {
            var piece = (await session.SendAsync("IO.read", new() { ["handle"] = handle }))!.Value;
            var data = piece.GetProperty("data").GetString()!;
            text.Append(piece.TryGetProperty("base64Encoded", out var encoded) && encoded.GetBoolean()
                ? Encoding.UTF8.GetString(Convert.FromBase64String(data)) : data);
            if (piece.GetProperty("eof").GetBoolean()) return text.ToString();
        }
    }

    static FrameTrace Parse(List<JsonElement> events)
    {
        static string Name(JsonElement one) => one.GetProperty("name").GetString()!;
        static (int, int) Thread(JsonElement one) => (one.GetProperty("pid").GetInt32(), one.GetProperty("tid").GetInt32());
        static double Start(JsonElement one) => one.GetProperty("ts").GetDouble() / 1000;
        static double Time(JsonElement one, string name) => one.TryGetProperty(name, out var time) ? time.GetDouble() / 1000 : 0;

        // The page under test is the one that drew most. A frame ends when the thread hands it on to be drawn.
        const string frameEnd = "BeginCommitCompositorFrame";
        var main = events.Where(one => Name(one) == frameEnd).GroupBy(Thread).MaxBy(group => group.Count())!.Key;
        var own = events.Where(one => Thread(one) == main).OrderBy(Start).ToList();
        var ends = own.Where(one => Name(one) == frameEnd).Select(Start).ToList();
        var frames = new double[ends.Count + 1];
        var end = 0.0;
        foreach (var one in own.Where(one => Work.Contains(Name(one))))
        {
            // What happens within something else has been counted with it.
            if (Start(one) < end) continue;
            end = Start(one) + Time(one, "dur");
            frames[ends.TakeWhile(time => time <= Start(one)).Count()] += Time(one, "tdur");
        }
        return new() { Frames = frames, Tasks = [.. own.Where(one => Name(one) == "RunTask").Select(one => Time(one, "tdur"))] };
    }
}
