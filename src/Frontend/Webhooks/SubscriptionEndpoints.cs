using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>The shop's webhook subscriptions that are recorded as ours.</summary>
internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/webhooks", ListAsync).WithName("ListWebhooks")
            .WithSummary("Subscriptions made for the app in the shop, and why one is missing.")
            .Produces<PageView<SubscriptionView>>();

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var records = await grains.GetGrain<IShopWebhooks>(context.Claims().Shop.Value)
            .ListSubscriptionsAsync(context.RequestAborted);
        return records is null ? Problem.NotInstalled() : TypedResults.Ok(new PageView<SubscriptionView>(
            [.. records.Select(record => new SubscriptionView(
                record.Topic, record.Uri, record.ShopifyId, record.MissingBecause, record.CheckedAt))],
            null));
    }
}

/// <summary>A webhook subscription.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Uri">Where Shopify delivers.</param>
/// <param name="ShopifyId">Shopify's id of it; null while it is missing.</param>
/// <param name="MissingBecause">Why it is missing, as a code.</param>
/// <param name="CheckedAt">When it was last compared with Shopify.</param>
public sealed record SubscriptionView(
    string Topic, string Uri, string? ShopifyId, string? MissingBecause, DateTimeOffset CheckedAt);
