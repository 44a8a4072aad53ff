using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Frontend.Webhooks;

/// <summary>The shop's webhook subscriptions: wanted, there, and why they differ.</summary>
internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/webhooks", ListAsync).WithName("ListWebhooks")
            .WithSummary("The subscriptions that are wanted in the shop, what is there, and why they differ.")
            .Produces<SubscriptionsView>();

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var overview = await grains.GetGrain<IShopWebhooks>(context.Claims().Shop.Value)
            .DescribeSubscriptionsAsync(context.RequestAborted);
        return overview is null ? Problem.NotInstalled() : TypedResults.Ok(SubscriptionsView.Of(overview));
    }
}
