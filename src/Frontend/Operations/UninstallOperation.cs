using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>An operator ends an installation.</summary>
internal static class UninstallOperation
{
    public static void MapUninstall(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/shops/{shop}/uninstall", UninstallAsync).WithName("UninstallShop")
            .WithSummary("Ends the shop's installation and tears it down. Repeating it answers the same teardown; "
                + "under an Idempotency-Key also after a reinstall, for as long as the certificate is known. "
                + "With dryRun=true nothing changes: it tells what would be erased.")
            .RequireAuthorization(OperatorPolicies.Act)
            .ReadsJson<UninstallRequest>().Produces<TeardownReference>(StatusCodes.Status202Accepted)
            .Produces<TeardownPlanView>();

    private static async Task<IResult> UninstallAsync(
        string shop, string? dryRun, HttpContext context, IGrainFactory grains, ITeardownPlanner planner,
        IAppSubscriptionStore subscriptions, OperatorOrders orders)
    {
        if (!Requests.TryShop(shop, out var domain, out var refused)) return refused;
        if (!EndOrder.TryDryRun(dryRun, out var isDryRun)) return EndOrder.NoDryRun();
        if (isDryRun) return await PlanAsync(domain, grains, planner, subscriptions, context.RequestAborted);
        var (order, problem) = await EndOrder.ReadAsync(context.Request, domain);
        if (order is null) return problem!;

        // Whoever did not get the answer asks again, and by then the merchant may be back: the order is still the
        // first one.
        var teardown = await orders.TeardownOfAsync(context, order.Key);
        if (order.Key is not null && await orders.IsKnownAsync(teardown, context.RequestAborted))
            return EndOrder.Accepted(teardown);
        var reply = await grains.GetGrain<IShopLifecycle>(domain.Value).EndAsync(
            new EndCommand
            {
                TeardownId = teardown,
                Cause = EndCause.Operator,
                Evidence = [$"operator:{order.Reason}"],
            },
            context.RequestAborted);
        return reply.Outcome == FenceOutcome.Unknown ? Problem.NotFound("shop") : EndOrder.Accepted(reply.TeardownId);
    }

    private static async Task<IResult> PlanAsync(
        ShopDomain shop, IGrainFactory grains, ITeardownPlanner planner, IAppSubscriptionStore subscriptions,
        CancellationToken cancellationToken)
    {
        var current = await grains.GetGrain<IShopLifecycle>(shop.Value).GetCurrentAsync(cancellationToken);
        if (current is null) return Problem.NotFound("shop");
        return TypedResults.Ok(TeardownPlanView.Of(
            await planner.PreviewAsync(current, TeardownKind.Uninstall, cancellationToken),
            await subscriptions.ListAsync(current.Id, cancellationToken)));
    }
}
