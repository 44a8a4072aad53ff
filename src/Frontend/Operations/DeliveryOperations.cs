using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Frontend.Operations;

/// <summary>What became of a delivery.</summary>
internal static class DeliveryOperations
{
    private const int MaximumIdLength = 255;

    public static void MapDeliveries(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/deliveries/{webhookId}", GetAsync).WithName("GetDelivery")
            .WithSummary("The verdict on a delivery of the last 72 hours, by Shopify's X-Shopify-Webhook-Id.")
            .Produces<DeliveryView>();

    private static async Task<IResult> GetAsync(string webhookId, HttpContext context, IWebhookInbox inbox)
    {
        if (webhookId.Length > MaximumIdLength)
            return Problem.BadRequest("webhookId", $"Send at most {MaximumIdLength} characters.");
        var verdict = await inbox.FindVerdictAsync(webhookId, context.RequestAborted);
        return verdict is { } known ? TypedResults.Ok(new DeliveryView(Names.Of(known))) : Problem.NotFound("delivery");
    }
}

/// <summary>What became of a delivery.</summary>
/// <param name="Verdict">pending, accepted, duplicate, stale, superseded, unknown-shop, refused, purged or
/// dead-letter.</param>
public sealed record DeliveryView(string Verdict);
