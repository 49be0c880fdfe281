using System.Net.Http.Headers;
using System.Text;

namespace Doneon.Tests.Http;

/// <summary>Makes requests that no honest client would, the same ones for the same seed.</summary>
sealed class Hostility(int seed, Uri address, IReadOnlyList<(string Method, string Route)> routes, IReadOnlyList<Person> people, IReadOnlyList<long> foreignIds)
{
    readonly Random random = new(seed);

    static readonly string[] Bodies =
    [
        """{"title":"Pay rent","description":"Two\nlines","due_date":"2026-03-01T09:00","priority":"High","tags":"home, money","recursion_pattern":"weekly","completed":false}""",
        """{"completed":true}""",
        """{"action":"change","ids":[1,2,3],"changes":{"title":"b","tags":null}}""",
        """{"action":"delete","ids":[1,2,3,4,5]}""",
        """{"text":"Pay rent every month on the 1st 9am !high #home","keep":[{"start":0,"length":3}]}""",
        """{"username":"ann","email":"ann@example.org","password":"correct horse"}""",
        """{"current_password":"correct horse","new_password":"battery staple"}""",
    ];

    static readonly string[] Words =
    [
        "", " ", "0", "-1", "1", "9223372036854775807", "9223372036854775808", "1e400", "null", "true", "\0", "\u001b[31m", "'", "\"", "\\", "%", "_", "%00", "%2e%2e/", "..", "{}", "[]", "*", "W/\"1\"", "\"1\"",
        "' or '1'='1", "$1", "${jndi:ldap://x}", "<script>", "\r\nX-Injected: 1", "é", "\uFFFF", "🍎", "\u202E", "Bearer ", "same-origin", "cross-site", "null,null", "application/json", "text/html", "2026-03-01", "High",
        "::1", "203.0.113.1, x", "[", "Infinity", "NaN", "0x10", "1_000", "٣", new string('A', 300), new string('"', 200),
    ];

    static readonly string[] Headers =
    [
        "If-Match", "If-None-Match", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Origin", "Cookie", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "User-Agent", "Accept", "Accept-Encoding", "Range", "Referer",
        "X-HTTP-Method-Override", "Content-Encoding", "Access-Control-Request-Method", "Expect-Nothing", "Idempotency-Key", "Upgrade", "X-Request-Id", "traceparent",
    ];

    static readonly string[] Parameters = ["completed", "priority", "tag", "due_before", "due_after", "q", "deleted", "sort", "limit", "cursor", "today", "x", ""];

    public HttpRequestMessage Next()
    {
        var (method, route) = Pick(routes);
        if (OneIn(12)) method = Pick(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY", "get"]);
        var me = Pick(people);
        // As it stands: %2e%2e stays what it is.
        var uri = new Uri(address.GetLeftPart(UriPartial.Authority) + Path(route, me) + Query(), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(method), uri);
        Authorize(request, me);
        for (var more = random.Next(3); more > 0; more--) request.Headers.TryAddWithoutValidation(Pick(Headers), HeaderValue());
        if (!OneIn(6) && method is "POST" or "PUT" or "PATCH" or "DELETE") request.Content = Body();
        return request;
    }

    string Path(string route, Person me)
    {
        var user = OneIn(8) ? Escaped(Word()) : OneIn(8) ? $"{Pick(people).Id}" : $"{me.Id}";
        var id = OneIn(3) ? Escaped(Word()) : OneIn(2) ? $"{Pick(foreignIds)}" : $"{random.Next(1, 700)}";
        var path = route.Replace("{user_id}", user, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal);
        return OneIn(40) ? path.TrimEnd('/') + "/" + Escaped(Word()) : path;
    }

    string Query()
    {
        if (OneIn(2)) return "";
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{Pick(Parameters)}={(OneIn(4) ? Cursor() : Escaped(Word()))}");
        return "?" + string.Join('&', parts);
    }

    string Cursor()
    {
        string[] numbers = ["0", "1", "5", "-1", "9223372036854775807", "3155378975999999999", "x", ""];
        var text = string.Join('\n', Enumerable.Range(0, random.Next(4, 8)).Select(_ => OneIn(3) ? Word() : Pick(numbers)));
        return System.Buffers.Text.Base64Url.EncodeToString(OneIn(5) ? Bytes(40) : Encoding.UTF8.GetBytes(text));
    }

    void Authorize(HttpRequestMessage request, Person me)
    {
        var token = me.Token;
        if (OneIn(10)) token = Mutated(token);
        if (OneIn(10)) request.Headers.TryAddWithoutValidation("Authorization", HeaderValue());
        else if (OneIn(6)) request.Headers.TryAddWithoutValidation("Cookie", $"doneon={token}");
        else if (!OneIn(20)) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
    }

    ByteArrayContent Body()
    {
        byte[] bytes = random.Next(12) switch
        {
            0 => Bytes(random.Next(300)),
            1 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Pick(["[", "{\"a\":", "[{\"title\":"]), random.Next(1, 3000)))),
            2 => Encoding.UTF8.GetBytes($"{{\"title\":\"{new string('x', random.Next(40_000))}\"}}"),
            3 => Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Repeat("\"title\":1", random.Next(1, 300))) + "}"),
            4 => Encoding.UTF8.GetBytes($$"""{"title":"{{Pick(["\\ud800", "\\u0000", "\\udc00\\ud800", "\\uFFFE", "\\u202e", "\\ud83c\\udf4e"])}}","description":"{{Pick(["\\u0000", "\\ud800", "\\n"])}}"}"""),
            5 => [.. "{\"title\":\""u8, .. Bytes(20).Where(b => b is not ((byte)'"' or (byte)'\\' or < 32)), .. "\"}"u8],
            6 or 7 => Spliced(),
            _ => Encoding.UTF8.GetBytes(OneIn(3) ? Mutated(Pick(Bodies)) : OneIn(2) ? Bodies[0] : Pick(Bodies)),
        };
        var body = new ByteArrayContent(bytes);
        if (!OneIn(15)) body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        else if (OneIn(2)) body.Headers.TryAddWithoutValidation("Content-Type", HeaderValue());
        return body;
    }

    /// <summary>A valid body, one of whose values became something else.</summary>
    byte[] Spliced()
    {
        var parts = Pick(Bodies).Split(':');
        var at = random.Next(1, parts.Length);
        var comma = parts[at].LastIndexOf(',');
        parts[at] = Pick(["null", "[]", "{}", "1e999", "-0", "\"\"", "true", "[[[[1]]]]", "{\"a\":{\"b\":{\"c\":1}}}", "99999999999999999999", "\"\\u0000\"", "\"\\ud83c\""]) + (comma < 0 ? "}" : parts[at][comma..]);
        return Encoding.UTF8.GetBytes(string.Join(':', parts));
    }

    string Mutated(string text)
    {
        var letters = new StringBuilder(text);
        for (var i = random.Next(1, 4); i > 0 && letters.Length > 0; i--)
        {
            var at = random.Next(letters.Length);
            if (OneIn(3)) letters.Remove(at, 1);
            else if (OneIn(2)) letters.Insert(at, (char)random.Next(33, 127));
            else letters[at] = (char)random.Next(33, 127);
        }
        return letters.ToString();
    }

    string HeaderValue() => OneIn(20) ? new string('h', random.Next(1000, 9000)) : new([.. (OneIn(3) ? Mutated(Word()) : Word()).Where(c => c is >= ' ' and < (char)127)]);

    string Word() => OneIn(3) ? Pick(Words) + Pick(Words) : Pick(Words);

    static string Escaped(string text) => Uri.EscapeDataString(text) is { Length: > 0 } escaped ? escaped : "%20";

    byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    bool OneIn(int n) => random.Next(n) == 0;

    T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
