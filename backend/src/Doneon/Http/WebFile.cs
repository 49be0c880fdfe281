using Doneon.Tasks;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Doneon.Http;

/// <summary>One file of the front end, in the forms in which a browser may take it.</summary>
public sealed class WebFile
{
    /// <param name="Sizes">In bytes, by the ending of the file that holds the form; "identity" has none.</param>
    /// <param name="Scripts">The hashes of the scripts that stand in a page itself.</param>
    public sealed record Entry(string Url, string File, string Type, string Hash, bool Immutable,
        IReadOnlyDictionary<string, int> Sizes, IReadOnlyList<string> Scripts);

    sealed record Form(string Coding, string ETag, byte[] Bytes);

    static readonly (string Coding, string Ending)[] Compressions = [("br", "br"), ("gzip", "gz")];

    readonly Entry entry;
    readonly Form[] forms;
    readonly string policy;

    WebFile(Entry entry, Form[] forms)
    {
        (this.entry, this.forms) = (entry, forms);
        var scripts = string.Concat(entry.Scripts.Select(hash => $" '{hash}'"));
        policy = $"default-src 'none'; script-src 'self'{scripts}; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
            + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    }

    public string Url => entry.Url;

    public bool IsPage => entry.Type.StartsWith("text/html", StringComparison.Ordinal);

    public static WebFile Read(string folder, Entry entry)
    {
        var path = Path.Combine(folder, entry.File);
        var compressed = Compressions.Where(compression => entry.Sizes.ContainsKey(compression.Ending)).Select(compression =>
            new Form(compression.Coding, $"\"{entry.Hash}-{compression.Ending}\"", File.ReadAllBytes($"{path}.{compression.Ending}")));
        return new(entry, [.. compressed, new Form("identity", $"\"{entry.Hash}\"", File.ReadAllBytes(path))]);
    }

    /// <summary>The status is the one that the response has.</summary>
    public Task Answer(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        var form = Choose(request.Headers.AcceptEncoding);
        var headers = response.Headers;
        headers.ETag = form.ETag;
        headers.CacheControl = entry.Immutable ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = response.StatusCode == StatusCodes.Status404NotFound ? "Accept, Accept-Encoding" : "Accept-Encoding";
        headers.ContentSecurityPolicy = policy;
        if (IsPage) headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        if (response.StatusCode == StatusCodes.Status200OK && IfMatch.Matches(request.Headers.IfNoneMatch, form.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.ContentType = entry.Type;
        response.ContentLength = form.Bytes.Length;
        if (form.Coding != "identity") headers.ContentEncoding = form.Coding;
        return response.Body.WriteAsync(form.Bytes, http.RequestAborted).AsTask();
    }

    /// <summary>The form that the browser likes best; of several, the smallest. As it is, it goes to those who take nothing else.</summary>
    Form Choose(StringValues accepted) =>
        StringWithQualityHeaderValue.TryParseList(accepted, out var codings) ? forms.MaxBy(form => Liking(codings, form))! : forms[^1];

    static double Liking(IList<StringWithQualityHeaderValue> codings, Form form)
    {
        var named = codings.FirstOrDefault(coding => coding.Value.Equals(form.Coding, StringComparison.OrdinalIgnoreCase))
            ?? codings.FirstOrDefault(coding => coding.Value == "*");
        var liking = named is null ? 0 : named.Quality ?? 1;
        return form.Coding == "identity" ? Math.Max(liking, 0.0001) : liking;
    }
}
