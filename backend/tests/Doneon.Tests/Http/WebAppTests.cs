using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Doneon.Dev;
using Doneon.Http;

namespace Doneon.Tests.Http;

/// <summary>The exported front end, as the host serves it. The tests go over every file that was built.</summary>
public partial class WebAppTests
{
    static readonly WebApp Built = WebApp.Load();

    static readonly string Script = Built.Urls.First(url => url.StartsWith("/_next/static/chunks/", StringComparison.Ordinal) && url.EndsWith(".js", StringComparison.Ordinal));

    static IEnumerable<string> Pages => Built.Urls.Where(url => !url.Contains('.'));

    static async Task<HttpClient> Client() => (await TestHost.Shared).Client();

    [Fact]
    public async Task Every_file_is_served_with_its_kind()
    {
        using var client = await Client();
        foreach (var url in Built.Urls)
        {
            using var answer = await client.GetAsync(url);
            answer.HasSecurityHeaders();
            Assert.Equal((200, Kind(url)), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }
        Assert.Contains("/", Pages);
        Assert.Contains("/sw.js", Built.Urls);

        static string Kind(string url) => Path.GetExtension(url) switch
        {
            "" => "text/html",
            ".js" => "text/javascript",
            ".css" => "text/css",
            ".txt" => "text/plain",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            ".ico" => "image/x-icon",
            ".webmanifest" => "application/manifest+json",
            var other => $"not expected: {other}",
        };
    }

    [Fact]
    public async Task A_page_has_one_address_without_a_slash_at_its_end()
    {
        using var client = await Client();
        foreach (var page in Pages.Where(page => page != "/"))
        {
            using var answer = await client.GetAsync($"{page}/?next=%2F%3Fview%3Dtoday");
            Assert.Equal((308, $"{page}?next=%2F%3Fview%3Dtoday"), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
        }
    }

    [Theory]
    [InlineData(null, ""), InlineData("gzip", "gzip"), InlineData("br", "br"), InlineData("gzip, deflate, br, zstd", "br"), InlineData("GZIP", "gzip")]
    [InlineData("br;q=0, gzip", "gzip"), InlineData("br;q=0.5, gzip;q=1.0", "gzip"), InlineData("gzip;q=0.2", "gzip"), InlineData("br;q=0", ""), InlineData("zstd, deflate", "")]
    [InlineData("*", "br"), InlineData("*, br;q=0", "gzip"), InlineData("*;q=0", ""), InlineData("identity;q=0, *;q=0", ""), InlineData("identity, br;q=0.5", ""), InlineData("br;;q, \"", "")]
    public async Task A_file_comes_in_the_form_that_the_browser_likes_best(string? accepted, string coding)
    {
        using var client = await Client();
        foreach (var url in (string[])["/", "/sw.js", Script])
        {
            using var answer = await Get(client, url, accepted);
            Assert.Equal((200, coding, "Accept-Encoding"), ((int)answer.StatusCode, answer.Header("Content-Encoding"), answer.Header("Vary")));
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal(bytes.Length, answer.Content.Headers.ContentLength);
            Assert.Equal(await client.GetByteArrayAsync(url), Unpacked(bytes, coding));
        }
    }

    [Fact]
    public async Task A_hashed_file_is_kept_forever_and_any_other_is_asked_for_each_time()
    {
        using var client = await Client();
        foreach (var url in Built.Urls)
        {
            using var answer = await client.GetAsync(url);
            var forever = url.StartsWith("/_next/static/", StringComparison.Ordinal);
            Assert.Equal(forever ? "public, max-age=31536000, immutable" : "no-cache", answer.Header("Cache-Control"));
            Assert.Equal((false, true), (answer.Headers.ETag!.IsWeak, answer.Headers.ETag.Tag.Length > 10));
        }
    }

    [Theory]
    [InlineData("/"), InlineData("/sw.js")]
    public async Task What_has_not_changed_is_not_sent_again_in_each_form_by_its_own_tag(string url)
    {
        using var client = await Client();
        var tags = new List<string>();
        foreach (var coding in (string[])["identity", "gzip", "br"])
        {
            using var whole = await Get(client, url, coding);
            var tag = whole.Header("ETag");
            foreach (var known in (string[])[tag, $"W/{tag}", $"\"other\", {tag}", "*"])
            {
                using var again = await Get(client, url, coding, ("If-None-Match", known));
                Assert.Equal((304, 0), ((int)again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
                foreach (var name in (string[])["ETag", "Cache-Control", "Vary", "Content-Security-Policy"]) Assert.Equal(whole.Header(name), again.Header(name));
            }
            foreach (var other in tags.Append("\"other\"").Append("nonsense"))
            {
                using var changed = await Get(client, url, coding, ("If-None-Match", other));
                Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            }
            tags.Add(tag);
        }
        Assert.Equal(3, tags.Distinct().Count());
    }

    [Fact]
    public async Task The_policy_of_each_page_allows_its_own_inline_scripts_and_nothing_else_inline()
    {
        using var client = await Client();
        foreach (var (html, answer) in await EveryPage(client))
        {
            var hashes = InlineScript().Matches(html).Select(script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups[1].Value)))}'").ToHashSet();
            var policy = answer.Header("Content-Security-Policy").Split("; ").Select(directive => directive.Split(' ')).ToDictionary(words => words[0], words => words[1..]);
            Assert.NotEmpty(hashes);
            Assert.Equal(["'self'", .. hashes.Order()], [policy["script-src"][0], .. policy["script-src"][1..].Order()]);
            Assert.Equal(["'none'"], policy["default-src"]);
            Assert.Equal(["'self'"], policy["style-src"]);
            Assert.Equal(["'self'"], policy["connect-src"]);
            foreach (var (name, sources) in policy.Where(directive => directive.Key != "script-src"))
                Assert.Empty(sources.Except(name == "img-src" ? ["'self'", "data:", "blob:"] : ["'self'", "'none'"]));
            Assert.Contains("camera=()", answer.Header("Permissions-Policy"));
        }
    }

    [Fact]
    public async Task No_page_has_an_inline_style_an_inline_handler_or_an_address_elsewhere()
    {
        using var client = await Client();
        foreach (var (html, answer) in await EveryPage(client))
        {
            var text = InlineScript().Replace(html, "");
            Assert.False(Forbidden().IsMatch(text), $"{answer.RequestMessage!.RequestUri}: {Forbidden().Match(text).Value}");
        }
    }

    [Theory]
    [InlineData("/nothing", "text/html,application/xhtml+xml,*/*;q=0.8", true), InlineData("/login/nothing", "TEXT/HTML", true), InlineData("/404", "text/html", true)]
    [InlineData("/nothing", "*/*", false), InlineData("/nothing.js", "application/json", false), InlineData("/nothing", null, false)]
    [InlineData("/api/nothing", "text/html", false), InlineData("/health/nothing", "text/html", false), InlineData("/openapi/nothing", "text/html", false), InlineData("/api", "text/html", false)]
    public async Task Who_reads_pages_is_told_by_a_page_that_there_is_nothing_and_a_program_by_a_problem_document(string path, string? accept, bool page)
    {
        using var client = await Client();
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];
        using var answer = await client.Send("GET", path, null, headers);
        if (!page) await answer.IsProblem(404);
        Assert.Equal((404, page), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == "text/html"));
        if (page) Assert.Equal("Accept, Accept-Encoding", answer.Header("Vary"));
        await client.Send("POST", path, null, headers).IsProblem(404);
    }

    [Fact]
    public async Task Files_are_read_with_get_and_head_only()
    {
        using var client = await Client();
        foreach (var url in (string[])["/", "/sw.js", Script])
        {
            using var got = await Get(client, url, "br");
            using var head = await client.Send("HEAD", url, null, ("Accept-Encoding", "br"));
            foreach (var name in (string[])["Content-Length", "Content-Type", "Content-Encoding", "ETag", "Cache-Control", "Vary"]) Assert.Equal(got.Header(name), head.Header(name));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            foreach (var method in (string[])["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
            {
                using var refused = await client.Send(method, url);
                await refused.IsProblem(405);
                Assert.Equal("GET, HEAD", string.Join(", ", refused.Content.Headers.Allow));
            }
        }
    }

    [Theory]
    [InlineData("/files.json"), InlineData("/index.html"), InlineData("/index.html.br"), InlineData("/sw.js.gz"), InlineData("/wwwroot/index.html"), InlineData("/../files.json"), InlineData("/../../../../etc/passwd")]
    [InlineData("/_next/../files.json"), InlineData("/%2e%2e/files.json"), InlineData("/..%2ffiles.json"), InlineData("/_next/static/%2e%2e/%2e%2e/%2e%2e/doneon.dll"), InlineData("//etc/passwd"), InlineData("///"), InlineData("/%2f")]
    [InlineData(@"/..\files.json"), InlineData("/..%5cfiles.json"), InlineData("/%00"), InlineData("/login%00.html"), InlineData("/_next/static"), InlineData("/_next/static/"), InlineData("/%"), InlineData("/%zz"), InlineData("/%c0%af")]
    public async Task Nothing_but_the_front_ends_files_can_be_reached(string path)
    {
        var host = await TestHost.Shared;
        using var client = host.Client();
        foreach (var target in (string[])[path, path + new string('a', 4000), path + string.Concat(Enumerable.Repeat("/..", 1000)) + "/files.json", path + new string('/', 9000)])
        {
            var uri = new Uri(host.Address.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            using var answer = await client.GetAsync(uri);
            Assert.Contains((int)answer.StatusCode, (int[])[400, 404, 414]);
        }
    }

    [Fact]
    public async Task Pages_need_no_database_and_count_for_no_limit()
    {
        var server = await PostgresServer.Start(new() { Settings = new Dictionary<string, string> { ["fsync"] = "off" } });
        await using var _ = server;
        await using var host = await TestHost.Start(new() { ["REQUESTS_PER_MINUTE_ADDRESS"] = "2" }, server);
        await server.Stop();
        using var client = host.Client();
        for (var i = 0; i < 20; i++) foreach (var url in (string[])["/", Script]) await client.GetAsync(url).Is(HttpStatusCode.OK);
        await client.GetAsync("/health/db").Is(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public void Without_its_files_the_program_does_not_start_and_says_so_in_one_line()
    {
        var folder = Directory.CreateTempSubdirectory("doneon-web-").FullName;
        foreach (var list in (string?[])[null, "", """{"files":[]}""", """{"files":[{"url":"/","file":"index.html","type":"text/html","hash":"x","immutable":false,"sizes":{"identity":1},"scripts":[]}]}"""])
        {
            if (list is not null) File.WriteAllText(Path.Combine(folder, "files.json"), list);
            var stop = Assert.Throws<StopException>(() => WebApp.Load(folder));
            Assert.Equal(StopException.Settings, stop.ExitCode);
            Assert.StartsWith($"the web app's files in {folder} are missing or incomplete", stop.Message);
        }
        Directory.Delete(folder, recursive: true);
    }

    static Task<HttpResponseMessage> Get(HttpClient client, string url, string? accepted, params (string, string)[] headers) =>
        client.Send("GET", url, null, accepted is null ? headers : [("Accept-Encoding", accepted), .. headers]);

    static async Task<List<(string Html, HttpResponseMessage Answer)>> EveryPage(HttpClient client)
    {
        var pages = new List<(string, HttpResponseMessage)>();
        foreach (var url in Pages.Append("/404"))
        {
            var answer = await client.Send("GET", url, null, ("Accept", "text/html"));
            pages.Add((await answer.Content.ReadAsStringAsync(), answer));
        }
        return pages;
    }

    static byte[] Unpacked(byte[] bytes, string coding)
    {
        using Stream packed = coding switch
        {
            "br" => new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress),
            _ => new MemoryStream(bytes),
        };
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScript();

    [GeneratedRegex("""<style|<[^>]*\s(style|on[a-z]+)=|<[^>]*\s(src|href|action)="?(https?:|//|javascript:)[^>]*""", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();
}
