using Microsoft.OpenApi;

namespace Doneon.Http;

/// <summary>The headers of conditional requests, pages and pauses, which the signatures of handlers do not show.</summary>
static class OpenApiHeaders
{
    public static void Describe(OpenApiOperation operation, bool takesKey)
    {
        var answers = operation.Responses!;
        if (answers.ContainsKey("304"))
            operation.Parameters!.Add(Asked("If-None-Match", "An ETag: 304 without a body when nothing has changed since"));
        if (answers.ContainsKey("412"))
            operation.Parameters!.Add(Asked("If-Match", "A task's ETag: 412 when somebody else has changed the task since"));

        if (takesKey)
        {
            operation.Parameters!.Add(Asked(Idempotency.Header,
                "A name for this request, of up to 128 characters: repeated under it within 48 hours, it is answered the same and not done again"));
            foreach (var status in answers.Keys.Where(status => status[0] == '2'))
                Tell(answers, status, Idempotency.Replayed, "true when the answer is that of an earlier request with this key");
        }

        if (operation.OperationId is "list_tasks")
        {
            Tell(answers, "200", "Link", "rel=\"next\": the next page; absent on the last one");
            Tell(answers, "200", "ETag", "The state of the list; the trash has none");
        }
        if (operation.OperationId is "create_task") Tell(answers, "201", "Location", "The path of the new task");
        if (operation.OperationId is "create_task" or "get_task" or "replace_task" or "change_task" or "complete_task" or "restore_task")
            foreach (var status in (string[])["200", "201"]) Tell(answers, status, "ETag", "The state of the task");
        if (answers.ContainsKey("429"))
            foreach (var status in (string[])["429", "503"]) Tell(answers, status, "Retry-After", "Seconds to wait");
    }

    static OpenApiParameter Asked(string name, string description) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    static void Tell(OpenApiResponses answers, string status, string name, string description)
    {
        if (!answers.TryGetValue(status, out var answer) || answer is not OpenApiResponse response) return;
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }
}
