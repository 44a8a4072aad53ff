using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Teardown.Steps;

/// <summary>
/// Ends the app's access by <c>appUninstall</c>, or by REST where Shopify declines that: the last call with the token.
/// Then the stored grant is destroyed, whatever came of the call; how it ended is stored before, so that a run after a
/// crash needs no token. Twice is safe: the second call is answered with 401 or APP_NOT_INSTALLED. Not in a reset.
/// </summary>
internal sealed class RevokeAccess(
    ITeardownActors actors,
    IInstallationStore installations,
    IAdminClient admin,
    ShopifyCalls shopify,
    ShopifyPatience patience) : ITeardownStep
{
    public string Name => StepNames.RevokeAccess;

    public async Task<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.Record.Kind == TeardownKind.Reset) return new StepOutcome.Done(OutcomeCodes.Moved);
        if (context.Progress.Cursor is { } ended)
        {
            var destroyed = await actors.DestroyGrantAsync(context.Installation, cancellationToken);
            return new StepOutcome.Done(ended) { Counts = [StoreCounts.Of("grant", destroyed ? 1 : 0)] };
        }

        var reply = await shopify.CallAsync(context, admin.UninstallAsync, AdminCosts.Mutation, cancellationToken);
        if (reply is ShopifyReply.Later { IsDeclined: true })
            reply = await shopify.CallAsync(context, admin.RevokeAccessAsync, points: 0, cancellationToken);
        if (patience.Await(context, reply) is { } later) return later;

        var code = reply is ShopifyReply.Ok ? OutcomeCodes.Done : reply.EndCode ?? OutcomeCodes.Unreachable;
        var revoked = code is OutcomeCodes.Done or OutcomeCodes.TokenDead || AccessEvidence.HasEnded(context.Record);
        return new StepOutcome.Progressed(code) { NotErased = revoked ? [] : [Left(code)] };
    }

    public async Task<IReadOnlyList<StoreCount>> CountRemainingAsync(
        StepContext context, CancellationToken cancellationToken)
    {
        var held = await installations.ReadGrantAsync(context.Installation, cancellationToken);
        return [StoreCounts.Of("grant", held is null ? 0 : 1)];
    }

    private static NotErased Left(string code) =>
        new() { Store = "shopify-access", Kind = "app-access", Reason = code };
}
