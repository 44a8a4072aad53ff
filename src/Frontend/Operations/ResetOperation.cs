using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Resets;
using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>An operator resets a shop: its data go, the app stays installed.</summary>
internal static class ResetOperation
{
    public static void MapReset(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/shops/{shop}/reset", ResetAsync).WithName("ResetShop")
            .WithSummary("Erases everything of the shop's installation and begins a new one with the same access. "
                + "While the teardown is not certified, repeating the order answers that teardown; "
                + "under an Idempotency-Key also later, for as long as the certificate is known. "
                + "With dryRun=true nothing changes: it tells what would be erased, and what would move.")
            .RequireAuthorization(OperatorPolicies.Act)
            .ReadsJson<UninstallRequest>().Produces<TeardownReference>(StatusCodes.Status202Accepted)
            .Produces<TeardownPlanView>().ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> ResetAsync(
        string shop, string? dryRun, HttpContext context, IGrainFactory grains, ITeardownPlanner planner,
        ITeardownStore teardowns, IAppSubscriptionStore subscriptions, OperatorOrders orders)
    {
        if (!Requests.TryShop(shop, out var domain, out var refused)) return refused;
        if (!EndOrder.TryDryRun(dryRun, out var isDryRun)) return EndOrder.NoDryRun();
        if (isDryRun)
            return await PlanAsync(domain, grains, planner, teardowns, subscriptions, context.RequestAborted);
        var (order, problem) = await EndOrder.ReadAsync(context.Request, domain);
        if (order is null) return problem!;

        // Whoever did not get the answer asks again, perhaps when it is all over: the order is still the first one.
        var teardown = await orders.TeardownOfAsync(context, order.Key);
        if (order.Key is not null && await orders.IsKnownAsync(teardown, context.RequestAborted))
            return EndOrder.Accepted(teardown);
        var reply = await grains.GetGrain<IShopLifecycle>(domain.Value).ResetAsync(
            new ResetCommand
            {
                TeardownId = teardown,
                Evidence = [$"operator:{order.Reason}"],
                Resumes = true,
            },
            context.RequestAborted);
        return ResetAnswers.Refusal(reply) ?? EndOrder.Accepted(reply.TeardownId);
    }

    private static async Task<IResult> PlanAsync(
        ShopDomain shop, IGrainFactory grains, ITeardownPlanner planner, ITeardownStore teardowns,
        IAppSubscriptionStore subscriptions, CancellationToken cancellationToken)
    {
        var current = await grains.GetGrain<IShopLifecycle>(shop.Value).GetCurrentAsync(cancellationToken);
        if (current is null) return Problem.NotFound("shop");

        // An order now would erase nothing: then there is nothing to show either.
        if (await teardowns.FindByInstallationAsync(current.Id, cancellationToken) is not null)
            return ResetAnswers.EndPending();
        if (await teardowns.FindBySuccessorAsync(current, cancellationToken) is not null)
            return ResetAnswers.UnderWay();
        return TypedResults.Ok(TeardownPlanView.Of(
            await planner.PreviewAsync(current, TeardownKind.Reset, cancellationToken),
            await subscriptions.ListAsync(current.Id, cancellationToken)));
    }
}
