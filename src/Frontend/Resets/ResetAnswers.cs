using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Frontend.Resets;

/// <summary>How orders to reset a shop are refused.</summary>
internal static class ResetAnswers
{
    /// <summary>Null for an order that was carried out, now or before.</summary>
    public static IResult? Refusal(EndReply reply) => reply.Outcome switch
    {
        FenceOutcome.Ended or FenceOutcome.AlreadyEnded => null,
        FenceOutcome.EndPending => EndPending(),
        FenceOutcome.GrantBusy => GrantBusy(),
        FenceOutcome.Unknown => Problem.NotFound("shop"),
        _ => throw new InvalidOperationException($"A reset is never answered with {reply.Outcome}."),
    };

    /// <summary>A reset would carry the access on that the merchant may just have ended.</summary>
    public static IResult EndPending() => Problem.Of(
        StatusCodes.Status409Conflict, "end-pending",
        "It is being found out whether the merchant has uninstalled the app: until then the shop is not reset.",
        new FieldProblem(
            "shop",
            "Order it again once that is settled, ordinarily within minutes. If the teardown stands stalled as "
            + "end-unconfirmed, an operator decides it by an uninstall; the merchant then installs the app anew."));

    /// <summary>A reset would lose the pair that Shopify is about to answer.</summary>
    private static IResult GrantBusy() => Problem.Of(
        StatusCodes.Status409Conflict, "grant-busy",
        "The shop's access token is being replaced by an expiring pair: until that is stored the shop is not reset.",
        new FieldProblem("shop", "Order it again in a minute."));

    /// <summary>For a dry run: an order would answer the reset that is being carried out.</summary>
    public static IResult UnderWay() => Problem.Of(
        StatusCodes.Status409Conflict, "reset-under-way",
        "The shop is being reset: an order now would answer that teardown and erase nothing more.",
        new FieldProblem("shop", "Ask again once the teardown that is under way is certified."));
}
