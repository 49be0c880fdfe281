using System.Net;
using Doneon.Http;

namespace Doneon.Accounts;

/// <summary>Reads the token of a request, from the Authorization header or the browser's cookie, before anything else is done for it.</summary>
public static class Identify
{
    public static Task Middleware(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<SessionRequirement.Marker>() is null) return next(http);
        var tokens = http.RequestServices.GetRequiredService<Tokens>();
        var bearer = Bearer(http.Request);
        var cookie = bearer is null ? SessionCookie.Read(http.Request) : null;
        if (!tokens.TryRead(bearer is null ? cookie : bearer.AsSpan(Scheme.Length).Trim(), out var token)) return new Unauthorized().ExecuteAsync(http);
        if (cookie is not null && !IsSafe(http.Request) && !IsSameOrigin(http.Request))
            return new Forbidden("A browser may change things from Doneon's own pages only.").ExecuteAsync(http);
        http.Features.Set(new CurrentUser(token, onlyReads: IsSafe(http.Request) || http.GetEndpoint()!.Metadata.GetMetadata<SessionRequirement.Reads>() is not null));
        return next(http);
    }

    const string Scheme = "Bearer ";

    /// <summary>Null when there is no such header; a header that is no single bearer token reads as an empty one, and the cookie is not asked.</summary>
    static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0) return null;
        return header.Count == 1 && header[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[0] : Scheme;
    }

    static bool IsSafe(HttpRequest request) => HttpMethods.IsGet(request.Method);

    /// <summary>Browsers say where a request comes from; the Origin header serves those that do not say it plainly.</summary>
    public static bool IsSameOrigin(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" => true,
        "" => Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}

/// <summary>The browser's cookie: out of reach of scripts and of other sites.</summary>
public static class SessionCookie
{
    // The prefix makes browsers insist on Secure, no Domain and the root path.
    const string Secure = "__Host-doneon", Plain = "doneon";

    public static string? Read(HttpRequest request) => request.Cookies[IsPlain(request) ? Plain : Secure];

    public static void Set(HttpContext http, string token, DateTimeOffset expires) =>
        http.Response.Cookies.Append(IsPlain(http.Request) ? Plain : Secure, token, Options(http.Request, expires));

    public static void Clear(HttpContext http) =>
        http.Response.Cookies.Append(IsPlain(http.Request) ? Plain : Secure, "", Options(http.Request, DateTimeOffset.UnixEpoch));

    static CookieOptions Options(HttpRequest request, DateTimeOffset expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = !IsPlain(request),
        Path = "/",
        Expires = expires,
    };

    /// <summary>Plain http is for this machine only; anywhere else a proxy in front speaks https to the browser.</summary>
    static bool IsPlain(HttpRequest request) => !request.IsHttps
        && (request.Host.Host is "localhost" || IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
