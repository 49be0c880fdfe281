using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Doneon.Accounts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Doneon.Http;

/// <summary>The description of the API, generated from the code.</summary>
public static class OpenApi
{
    public static void AddDoneonOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) => Introduce(document));
        options.AddOperationTransformer((operation, context, _) => Complete(operation, context));
        options.AddSchemaTransformer((schema, context, _) => Complete(schema, context));
    });

    /// <summary>Written once: it takes as long as many requests, and anybody may ask for it.</summary>
    public static void MapDescription(this IEndpointRouteBuilder app)
    {
        var text = new Lazy<Task<string>>(async () =>
        {
            var document = await app.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
            return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        });
        app.MapGet("/openapi/v1.json", async () => TypedResults.Text(await text.Value, MediaTypeNames.Application.Json, Encoding.UTF8)).ExcludeFromDescription();
    }

    static Task Introduce(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "Doneon",
            Version = Server.Version,
            Description = "A to-do service. Errors are problem documents (RFC 9457) with a detail and, for invalid input, errors by field.",
            License = new() { Name = "MIT" },
        };
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
            ["cookie"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "__Host-doneon" },
        };
        return Task.CompletedTask;
    }

    static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var (route, metadata) = (context.Description, context.Description.ActionDescriptor.EndpointMetadata);
        operation.OperationId = metadata.OfType<IEndpointNameMetadata>().FirstOrDefault()?.EndpointName;
        var needsSession = metadata.OfType<SessionRequirement.Marker>().Any();
        if (needsSession)
            operation.Security = [Scheme("bearer", context), Scheme("cookie", context)];
        if (route.HttpMethod == "PATCH" && operation.RequestBody?.Content is { } content)
            content["application/merge-patch+json"] = content["application/json"];
        // A file of any kind, which routing must not judge.
        if (operation.OperationId == "import_tasks")
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new(), ["text/csv"] = new() } };

        operation.Parameters ??= [];
        if (route.RelativePath!.Contains("{user_id}", StringComparison.Ordinal))
            operation.Parameters.Insert(0, new OpenApiParameter { Name = "user_id", In = ParameterLocation.Path, Required = true });
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            parameter.Schema = TypeOf(parameter.Name!) ?? parameter.Schema;
            if (parameter.Name is "user_id") parameter.Description = "The id of the account that is logged in";
        }
        operation.Responses = InOrder(operation.Responses!);
        OpenApiHeaders.Describe(operation, takesKey: needsSession && route.HttpMethod != "GET" && !metadata.OfType<SessionRequirement.Reads>().Any());
        return Task.CompletedTask;
    }

    static OpenApiResponses InOrder(OpenApiResponses answers)
    {
        var ordered = new OpenApiResponses();
        foreach (var (status, answer) in answers.OrderBy(answer => answer.Key, StringComparer.Ordinal)) ordered[status] = answer;
        return ordered;
    }

    static OpenApiSecurityRequirement Scheme(string name, OpenApiOperationTransformerContext context) =>
        new() { [new OpenApiSecuritySchemeReference(name, context.Document)] = [] };

    /// <summary>Parameters are read as text, so that what is wrong with them is told as a problem. This is what they mean.</summary>
    static OpenApiSchema? TypeOf(string parameter) => parameter switch
    {
        "user_id" or "id" => new() { Type = JsonSchemaType.Integer, Format = "int64" },
        "completed" or "deleted" or "dry_run" or "skip_bad" => new() { Type = JsonSchemaType.Boolean },
        "limit" => new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = "500", Default = 100 },
        "priority" => Words("High", "Medium", "Low"),
        "sort" => Words("newest", "oldest", "due_date", "priority", "title", "relevance"),
        "today" => new() { Type = JsonSchemaType.String, Format = "date" },
        _ => null,
    };

    static OpenApiSchema Words(params string[] words) =>
        new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)word)] };

    /// <summary>
    /// Of an answer every field is required, unless it is left out when there is nothing to tell; of a body those that may not be null.
    /// </summary>
    static Task Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (schema.Enum is { Count: > 0 }) schema.Type = JsonSchemaType.String;
        if (schema.Properties is not { Count: > 0 } properties) return Task.CompletedTask;

        var isBody = context.JsonTypeInfo.Type.IsAssignableTo(typeof(IInput));
        schema.Required = new HashSet<string>();
        foreach (var property in context.JsonTypeInfo.Properties.Where(property => properties.ContainsKey(property.Name)))
        {
            var mayBeAbsent = property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true).Length > 0;
            if (mayBeAbsent) properties[property.Name] = WithoutNull(properties[property.Name]);
            if (isBody ? !property.IsGetNullable : !mayBeAbsent) schema.Required.Add(property.Name);
        }
        return Task.CompletedTask;
    }

    static IOpenApiSchema WithoutNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { Type: not null } value) value.Type &= ~JsonSchemaType.Null;
        return schema.OneOf is [_, var other] ? other : schema;
    }
}
