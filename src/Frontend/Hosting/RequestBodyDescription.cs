using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace Shopkeeper.Frontend.Hosting;

/// <summary>
/// Describes the body of a request without letting routing choose by it: a body of another type is the endpoint's to
/// refuse, behind its authorization and as a problem that names the header.
/// </summary>
internal static class RequestBodyDescription
{
    /// <summary>The endpoint reads JSON of this type.</summary>
    public static RouteHandlerBuilder ReadsJson<T>(this RouteHandlerBuilder builder) =>
        builder.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
            };
        });
}
