using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Operations;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Frontend.Resets;

/// <summary>The owner of the shop's account resets the shop from the embedded app, where that is allowed.</summary>
internal static class ResetEndpoints
{
    private const int MaximumBytes = 4096;
    private const string ByOwner = "session:account-owner";

    // Who the owner is stands nowhere.
    private const string Actor = "account-owner";
    private const string Action = "reset-by-owner";

    public static void MapSessionReset(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/reset", ResetAsync).WithName("ResetByOwner")
            .WithSummary("Erases everything that the app keeps for the shop and begins anew, without ending access. "
                + "Off unless Reset:FromSession; for the owner of the shop's account only, proved at Shopify.")
            .ReadsJson<ResetRequest>().Produces<TeardownReference>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> ResetAsync(
        HttpContext context, IGrainFactory grains, OperatorOrders orders, OwnerProof owner, AuditedCall audited,
        IOptions<ResetOptions> options)
    {
        if (!options.Value.FromSession) return Off();
        var claims = context.Claims();
        var (json, problem) = await Requests.ReadObjectAsync(context.Request, MaximumBytes, context.RequestAborted);
        if (problem is not null) return problem;
        if (!EndOrder.Confirms(json, claims.Shop)) return EndOrder.NotConfirmed();
        if (!IdempotencyKey.TryRead(context.Request, out var key)) return IdempotencyKey.Refused();
        if (await owner.RefuseAsync(context, claims) is { } refused) return refused;

        var teardown = orders.TeardownOfOwner(claims.Shop, key);
        if (key is not null && await orders.IsKnownAsync(teardown, context.RequestAborted)) return Accepted(teardown);
        return await audited.RunAsync(
            Actor, Action, claims.Shop,
            () => ResetNowAsync(grains.GetGrain<IShopLifecycle>(claims.Shop.Value), teardown, context.RequestAborted),
            context.RequestAborted);
    }

    private static async Task<IResult> ResetNowAsync(
        IShopLifecycle shop, Guid teardown, CancellationToken cancellationToken)
    {
        var reply = await shop.ResetAsync(
            new ResetCommand { TeardownId = teardown, Evidence = [ByOwner] }, cancellationToken);
        if (reply.Outcome == FenceOutcome.Unknown) return Problem.NotInstalled();
        return ResetAnswers.Refusal(reply) ?? Accepted(reply.TeardownId);
    }

    // Merchants can't look a teardown up, so there is no address to go to.
    private static Accepted<TeardownReference> Accepted(Guid teardown) =>
        TypedResults.Accepted((string?)null, new TeardownReference(teardown));

    private static IResult Off() => Problem.Of(
        StatusCodes.Status404NotFound, "reset-not-offered", "This app does not offer a reset to its users.",
        new FieldProblem(
            "Reset:FromSession", "Whoever runs the app sets it to true, or has an operator reset the shop."));
}
