using Microsoft.OpenApi;

namespace Doneon.Http;

/// <summary>The description of the API, generated from the code.</summary>
public static class OpenApi
{
    public static void AddDoneonOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
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
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.OperationId = context.Description.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().FirstOrDefault()?.EndpointName;
            return Task.CompletedTask;
        });
    });
}
