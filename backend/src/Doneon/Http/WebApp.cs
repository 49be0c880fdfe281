using System.Collections.Frozen;
using System.Text.Json;

namespace Doneon.Http;

/// <summary>The exported front end, read once and served from memory: what its list of files names, and nothing else.</summary>
public sealed class WebApp
{
    /// <summary>files.json, as frontend/scripts/finish.mjs writes it.</summary>
    public sealed record Manifest(IReadOnlyList<WebFile.Entry> Files);

    static readonly PathString[] OtherPlaces = ["/api", "/health", "/openapi"];

    readonly FrozenDictionary<string, WebFile> files;
    readonly WebFile notFoundPage;

    WebApp(Dictionary<string, WebFile> all)
    {
        if (!all.Remove("/404", out notFoundPage!) || !all.ContainsKey("/")) throw new JsonException("it lists no /404 or no /");
        files = all.ToFrozenDictionary();
    }

    public IEnumerable<string> Urls => files.Keys;

    /// <summary>The folder wwwroot beside the program.</summary>
    public static WebApp Load() => Load(Path.Combine(AppContext.BaseDirectory, "wwwroot"));

    public static WebApp Load(string folder)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, "files.json")), DoneonJson.Default.Manifest)!;
            return new(manifest.Files.ToDictionary(entry => entry.Url, entry => WebFile.Read(folder, entry)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StopException(StopException.Settings,
                $"the web app's files in {folder} are missing or incomplete: dotnet build and dotnet publish put them there", e);
        }
    }

    public Task Middleware(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        foreach (var place in OtherPlaces)
            if (path.StartsWithSegments(place)) return next(http);
        var reads = HttpMethods.IsGet(http.Request.Method);
        if (files.TryGetValue(path.Value ?? "", out var file)) return reads ? file.Answer(http) : RefuseMethod(http);
        return reads ? NotFound(http, next) : next(http);
    }

    async Task NotFound(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value ?? "";
        if (path.EndsWith('/') && files.TryGetValue(path[..^1], out var page) && page.IsPage)
        {
            http.Response.Redirect(page.Url + http.Request.QueryString, permanent: true, preserveMethod: true);
            return;
        }
        await next(http);
        var readsPages = http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (readsPages && http.Response is { HasStarted: false, ContentType: null, StatusCode: 404 }) await notFoundPage.Answer(http);
    }

    static Task RefuseMethod(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = "GET";
        return Task.CompletedTask;
    }
}
