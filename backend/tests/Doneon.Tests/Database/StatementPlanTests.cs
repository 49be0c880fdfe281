using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doneon.Tests.Database;

/// <summary>Each statement that a route sends, with what it sets off in triggers and functions, for a person with many tasks.</summary>
[Collection(nameof(ManyTasks))]
public class StatementPlanTests(ManyTasks many)
{
    /// <summary>Until a connection has prepared a statement and PostgreSQL has looked at its generic plan.</summary>
    const int Times = 8;

    /// <param name="Path">{task} is another task each time, {tasks} are 500; what begins with a slash follows the person's tasks.</param>
    sealed record Question(string Route, string Method, string Path, string? Body = null, string? IfMatch = null)
    {
        public bool Writes => Method != "GET";
    }

    const string Full = """{"title":"Water the plants","description":"All","due_date":"2027-03-01","priority":"High","tags":"home,plants","recursion_pattern":"weekly"}""";

    static readonly Question[] Questions =
    [
        new("list_tasks", "GET", ""),
        new("get_task", "GET", "/{task}"),
        new("create_task", "POST", "", Full),
        new("replace_task", "PUT", "/{task}", Full),
        new("replace_task", "PUT", "/{task}", Full, IfMatch: "\"1\""),
        new("change_task", "PATCH", "/{task}", """{"title":"Water them again","due_date":null}"""),
        new("change_task", "PATCH", "/{task}", """{"completed":true}""", IfMatch: "\"1\", \"2\""),
        new("complete_task", "PATCH", "/{task}/complete"),
        new("delete_task", "DELETE", "/{task}"),
        new("delete_task", "DELETE", "/{task}", IfMatch: "\"1\""),
        new("restore_task", "POST", "/{task}/restore"),
        new("change_tasks", "POST", "/bulk", """{"action":"complete","ids":[{tasks}]}"""),
        new("change_tasks", "POST", "/bulk", """{"action":"reopen","ids":[{tasks}]}"""),
        new("change_tasks", "POST", "/bulk", """{"action":"delete","ids":[{tasks}]}"""),
        new("change_tasks", "POST", "/bulk", """{"action":"restore","ids":[{tasks}]}"""),
        new("change_tasks", "POST", "/bulk", """{"action":"change","ids":[{tasks}],"changes":{"priority":"Low","add_tags":"more","remove_tags":"home"}}"""),
        // From here on these repeat: completed, each is followed by another; reopened, that one goes.
        new("change_tasks", "POST", "/bulk", """{"action":"change","ids":[{tasks}],"changes":{"recursion_pattern":"daily","due_date":"2027-03-01"}}"""),
        new("list_occurrences", "GET", "/{task}/occurrences"),
        new("change_task", "PATCH", "/{task}?scope=this", """{"title":"This one"}"""),
        new("complete_task", "PATCH", "/{task}/complete"),
        new("change_tasks", "POST", "/bulk", """{"action":"complete","ids":[{tasks}]}"""),
        new("change_tasks", "POST", "/bulk", """{"action":"reopen","ids":[{tasks}]}"""),
        new("me", "GET", "api/auth/me"),
        new("change_account", "PATCH", "api/auth/me", """{"time_zone":"Europe/Berlin"}"""),
        new("list_sessions", "GET", "api/auth/sessions"),
        new("revoke_session", "DELETE", "api/auth/sessions/{session}"),
        new("revoke_other_sessions", "DELETE", "api/auth/sessions"),
    ];

    static readonly Question Summary = new("summarize_tasks", "GET", "/summary");

    static readonly Question[] Exchange =
    [
        new("export_tasks", "GET", "api/{me}/export?format=json"),
        new("export_tasks", "GET", "api/{me}/export?format=markdown"),
        new("import_tasks", "POST", "api/{me}/import", """{"doneon":1,"tasks":[{brought}]}"""),
        new("import_tasks", "POST", "api/{me}/import?dry_run=true", """{"doneon":1,"tasks":[{brought}]}"""),
    ];

    static readonly string[] OfAccounts = ["register", "login", "change_password", "logout", "delete_account"];

    static readonly string[] OnlyEnter = ["parse_task", "preview_occurrences"];

    readonly Queue<long> tasks = new();

    [Fact]
    public async Task Whatever_is_asked_about_a_person_with_many_tasks_is_read_from_an_index()
    {
        foreach (var question in Questions)
        {
            PlanRules.Hold(await PlansOf(question, withKey: false));
            if (question.Writes) PlanRules.Hold(await PlansOf(question, withKey: true));
        }
    }

    [Fact]
    public async Task The_summary_counts_all_tasks_of_one_person_and_of_no_other() =>
        PlanRules.Hold(await PlansOf(Summary, withKey: false), countsAll: true);

    [Fact]
    public async Task A_file_goes_out_and_comes_in_by_indexes()
    {
        foreach (var question in Exchange)
        {
            PlanRules.Hold(await PlansOf(question, withKey: false), countsAll: !question.Writes);
            if (question.Writes) PlanRules.Hold(await PlansOf(question, withKey: true));
        }
    }

    [Fact]
    public async Task An_account_comes_and_goes_by_indexes()
    {
        var plans = await many.PlansOf(async () =>
        {
            for (var time = 0; time < Times; time++) await ComeAndGo(withKey: time % 2 == 1);
        });
        Assert.Contains(plans, plan => plan.Statement.Contains("insert into \"user\"", StringComparison.Ordinal));
        Assert.Contains(plans, plan => plan.Statement.Contains("delete from \"user\"", StringComparison.Ordinal));
        PlanRules.Hold(plans);
    }

    [Fact]
    public async Task The_use_of_a_session_is_noted_by_an_index()
    {
        using var client = many.Watched.Client(many.Person.Token);
        var plans = await many.PlansOf(async () =>
        {
            for (var time = 0; time < Times; time++)
            {
                await many.Host.Execute($"update session set last_used_at = now() - interval '1 hour' where user_id = {many.Person.Id}");
                using var answer = await client.GetAsync("/api/auth/me");
            }
        });
        Assert.Contains(plans, plan => plan.Statement.Contains("set last_used_at", StringComparison.Ordinal));
        PlanRules.Hold(plans);
    }

    [Fact]
    public async Task A_full_account_makes_room_by_an_index()
    {
        await using var full = await many.Watch(new() { ["MAX_TASKS_PER_USER"] = "1000" });
        using var client = full.Client(many.Person.Token);
        var plans = await many.PlansOf(async () =>
        {
            for (var time = 0; time < Times; time++)
                using (await client.PostAsJsonAsync(many.Person.Tasks, new { title = "one too many" })) { }
        });
        Assert.Contains(plans, plan => plan.Statement.Contains("order by deleted_at limit 100", StringComparison.Ordinal));
        PlanRules.Hold(plans);
    }

    [Fact]
    public void No_route_is_left_out()
    {
        var routes = many.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName).OfType<string>();
        Assert.Equal(routes.Order(), Questions.Concat(Exchange).Select(question => question.Route).Append(Summary.Route).Concat(OfAccounts).Concat(OnlyEnter).Distinct().Order());
    }

    async Task<List<LoggedPlan>> PlansOf(Question question, bool withKey)
    {
        if (tasks.Count == 0) await FindTasks();
        using var client = many.Watched.Client(many.Person.Token);
        var plans = await many.PlansOf(async () =>
        {
            for (var time = 0; time < Times; time++)
            {
                using var request = Request(question);
                if (withKey) request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
                using var answer = await client.SendAsync(request);
                Assert.True((int)answer.StatusCode < 500, $"{question}: {answer.StatusCode}");
            }
        });
        // The one that enters and, at each time, one of its own.
        Assert.True(plans.Count >= 2 * Times, $"{question}: {plans.Count} plans");
        return plans;
    }

    HttpRequestMessage Request(Question question)
    {
        var (task, some) = (tasks.Dequeue(), string.Join(',', tasks.Take(500)));
        string Filled(string text) => text.Replace("{tasks}", some, StringComparison.Ordinal)
            .Replace("{me}", $"{many.Person.Id}", StringComparison.Ordinal).Replace("{brought}", Brought(task), StringComparison.Ordinal)
            .Replace("{task}", $"{task}", StringComparison.Ordinal).Replace("{session}", $"{task}", StringComparison.Ordinal);
        var path = Filled(question.Path.StartsWith("api", StringComparison.Ordinal) ? "/" + question.Path : many.Person.Tasks + question.Path);
        var request = new HttpRequestMessage(new HttpMethod(question.Method), path);
        if (question.Body is { } body) request.Content = new StringContent(Filled(body), Encoding.UTF8, "application/json");
        if (question.IfMatch is { } match) request.Headers.TryAddWithoutValidation("If-Match", match);
        return request;
    }

    /// <summary>Some hundred that are not there yet.</summary>
    static string Brought(long task) => string.Join(",\n", Enumerable.Range(0, 900).Select(n => $$"""{"title":"Brought {{task}} {{n}}","due_date":"2027-03-01","follows":"{{Guid.NewGuid()}}"}"""));

    async Task FindTasks()
    {
        var ids = await many.Host.Scalar<long[]>($"select array_agg(id order by id % 97) from task where user_id = {many.Person.Id} and deleted_at is null");
        foreach (var id in ids) tasks.Enqueue(id);
    }

    async Task ComeAndGo(bool withKey)
    {
        var name = $"p{Guid.NewGuid():N}"[..20];
        using var client = many.Watched.Client();
        await Send(client, "register", null, new { username = name, email = $"{name}@example.org", password = Person.Password }, withKey);
        var (first, second) = (await LogIn(client, name), await LogIn(client, name));
        await Send(client, "logout", second, new { }, withKey);
        await Send(client, "password", first, new { current_password = Person.Password, new_password = Person.Password }, withKey);
        using var leaving = new HttpRequestMessage(HttpMethod.Delete, "/api/auth/me") { Content = JsonContent.Create(new { password = Person.Password }) };
        leaving.Headers.Authorization = new("Bearer", first);
        using var left = await client.SendAsync(leaving);
        Assert.True(left.IsSuccessStatusCode, $"{left.StatusCode}");
    }

    static async Task<string> LogIn(HttpClient client, string name) =>
        (await Send(client, "login", null, new { username = name, password = Person.Password }, withKey: false)).GetProperty("access_token").GetString()!;

    static async Task<JsonElement> Send(HttpClient client, string route, string? token, object body, bool withKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/" + route) { Content = JsonContent.Create(body) };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (withKey) request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await client.SendAsync(request);
        Assert.True((int)answer.StatusCode < 500, $"{route}: {answer.StatusCode}");
        return answer.StatusCode == System.Net.HttpStatusCode.NoContent ? default : await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
