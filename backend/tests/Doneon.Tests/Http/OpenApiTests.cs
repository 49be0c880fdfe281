using System.Text.Json;
using Doneon.Tests.Shipping;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doneon.Tests.Http;

public class OpenApiTests
{
    /// <summary>Refresh the file with UPDATE_DOCS=1 dotnet test.</summary>
    [Fact]
    public async Task The_committed_description_is_what_the_server_says()
    {
        var text = await Served();
        var file = Path.Combine(SettingsTests.Root, "specs", "contracts", "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") await File.WriteAllTextAsync(file, text);
        Assert.True(await File.ReadAllTextAsync(file) == text, "specs/contracts/openapi.json is out of date; refresh it with UPDATE_DOCS=1 dotnet test");
    }

    /// <summary>Published, it is trimmed: what the description is made of has to be there still.</summary>
    [Fact]
    public async Task The_program_that_people_run_describes_itself_the_same()
    {
        await using var program = await RunningProgram.Start();
        using var client = program.Client();
        Assert.Equal(await Served(), await client.GetStringAsync("/openapi/v1.json") + "\n");
    }

    [Fact]
    public async Task Every_route_is_described_with_its_parameters_answers_and_security()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await Served());
        var paths = document.GetProperty("paths");
        var host = await TestHost.Shared;
        foreach (var (method, route) in Routes(host).Where(route => route.Route is not "/openapi/v1.json"))
        {
            var operation = paths.GetProperty(route).GetProperty(method.ToLowerInvariant());
            Assert.NotEqual("", operation.Text("operationId"));
            Assert.NotEqual("", operation.Text("summary"));
            var isOpen = route is "/api/auth/register" or "/api/auth/login" || route.StartsWith("/health", StringComparison.Ordinal);
            Assert.Equal(!isOpen, operation.TryGetProperty("security", out _));
            var parameters = operation.TryGetProperty("parameters", out var some) ? some.EnumerateArray().ToList() : [];
            foreach (var name in route.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')))
                Assert.Equal("integer", parameters.Single(parameter => parameter.Text("name") == name).GetProperty("schema").Text("type"));
            var answers = operation.GetProperty("responses");
            foreach (var status in answers.Names().Where(status => status[0] == '4'))
                Assert.EndsWith("/ProblemDocument", answers.GetProperty(status).GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").Text("$ref"));
            if (!isOpen) Assert.Empty(((string[])["401", "403", "429", "503"]).Except(answers.Names()));
        }
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await Served());
        var names = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value.Text("operationId")).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public async Task The_fields_of_a_task_tell_what_may_be_null_or_absent()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await Served());
        var task = document.GetProperty("components").GetProperty("schemas").GetProperty("TaskItem");
        Assert.Equal(["id", "user_id", "title", "description", "due_date", "priority", "tags", "recursion_pattern", "completed", "created_at", "updated_at"],
            task.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        string Type(string name) => task.GetProperty("properties").GetProperty(name).GetProperty("type").ToString();
        Assert.Equal(("integer", "string", "boolean", "string"), (Type("id"), Type("title"), Type("completed"), Type("deleted_at")));
        Assert.Contains("null", Type("description"));
    }

    [Fact]
    public async Task The_headers_that_a_client_sends_and_reads_are_described()
    {
        var tasks = JsonSerializer.Deserialize<JsonElement>(await Served()).GetProperty("paths");
        var (list, task) = (tasks.GetProperty("/api/{user_id}/tasks"), tasks.GetProperty("/api/{user_id}/tasks/{id}"));
        Assert.Contains("If-None-Match", Sent(list.GetProperty("get")));
        Assert.Contains("If-None-Match", Sent(task.GetProperty("get")));
        Assert.All((string[])["put", "patch", "delete"], method => Assert.Contains("If-Match", Sent(task.GetProperty(method))));
        Assert.Equal(["ETag", "Link"], Told(list.GetProperty("get"), "200").Order());
        Assert.Equal(["ETag", "Idempotency-Replayed", "Location"], Told(list.GetProperty("post"), "201").Order());
        Assert.Equal(["ETag", "Idempotency-Replayed"], Told(task.GetProperty("patch"), "200").Order());
        Assert.Equal(["Retry-After"], Told(task.GetProperty("patch"), "429"));

        // Every write that needs a session takes a key, and nothing else does: one that only reads is asked with a body.
        foreach (var operation in tasks.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
            Assert.Equal(operation.Name != "get" && operation.Value.Text("operationId") != "parse_task" && operation.Value.TryGetProperty("security", out _), Sent(operation.Value).Contains("Idempotency-Key"));

        static IEnumerable<string> Sent(JsonElement operation) =>
            !operation.TryGetProperty("parameters", out var parameters) ? [] : parameters.EnumerateArray().Select(parameter => parameter.Text("name")!);
        static IEnumerable<string> Told(JsonElement operation, string status) => operation.GetProperty("responses").GetProperty(status).GetProperty("headers").Names();
    }

    static async Task<string> Served()
    {
        using var client = (await TestHost.Shared).Client();
        return await client.GetStringAsync("/openapi/v1.json") + "\n";
    }

    /// <summary>All routes of the server, so that a new one cannot be forgotten.</summary>
    internal static IEnumerable<(string Method, string Route)> Routes(TestHost host) =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (method, "/" + endpoint.RoutePattern.RawText!.Trim('/'));
}
