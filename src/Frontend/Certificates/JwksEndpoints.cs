using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Grains.Abstractions.Certificates;

namespace Shopkeeper.Frontend.Certificates;

/// <summary>The public keys that verify certificates, for anyone.</summary>
internal static class JwksEndpoints
{
    public static void MapJwks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/.well-known/jwks.json", (ICertificateKeys keys, HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=300";
                return Results.Content(Jwks.WriteText(keys), "application/json");
            })
            .WithName("GetJwks").WithTags("Certificates").OnlyOn(Listener.Public)
            .WithSummary("The public keys that verify certificates, retired ones too (RFC 7517).")
            .Produces(StatusCodes.Status200OK, contentType: "application/json");
}
