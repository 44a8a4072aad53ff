using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shopkeeper.Frontend.Hosting;

/// <summary>What the OpenAPI document says beside the routes themselves.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options) =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Shopkeeper",
                Version = "1",
                Description =
                    "One actor per Shopify shop, from install to provable erasure. Routes under /auth, /webhooks, "
                    + "/api and /.well-known are on the public listener, those under /ops and /service on the "
                    + "internal one.",
            };
            // Addresses are the deployment's, not the description's.
            document.Servers = [];
            return Task.CompletedTask;
        });
}
