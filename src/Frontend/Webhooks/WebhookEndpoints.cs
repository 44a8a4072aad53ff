using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>
/// Where Shopify delivers. Verify, record, answer; the work comes after. Any answer but 2xx counts against the
/// subscription at Shopify (https://shopify.dev/docs/apps/build/webhooks/troubleshooting-webhooks), so nothing here
/// limits by address or redirects, and a body of no use is 200 all the same.
/// </summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhooks", ReceiveAsync).WithName("ReceiveWebhook").WithTags("Shopify").OnlyOn(Listener.Public)
            .WithSummary("Takes a delivery from Shopify.")
            .Produces(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status408RequestTimeout)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapPost("/webhooks/{**any}", ReceiveAsync).ExcludeFromDescription().OnlyOn(Listener.Public);
    }

    private static Task<IResult> ReceiveAsync(HttpContext context, WebhookReceiver receiver) =>
        receiver.ReceiveAsync(context);
}
