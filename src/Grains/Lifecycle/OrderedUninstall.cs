using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// Keeps an open page from undoing an operator's uninstall. Between the fence and the teardown's own word to Shopify
/// the app is installed there still, and a session token would buy a grant; yet nobody has installed it again. As long
/// as the ended stay's token works, Shopify's installation is the one that is about to go. Once it does not, either
/// that is gone, or the merchant has come back by himself. A token that has expired shows neither: it is refreshed, as
/// for the teardown.
/// </summary>
internal sealed class OrderedUninstall(
    ITeardownStore teardowns, ITeardownActors actors, IAdminClient admin, TimeProvider clock)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <returns>Null when an exchange may go on.</returns>
    public async Task<InstallReply?> RefuseAsync(ShopDomain shop, CancellationToken cancellationToken)
    {
        var teardown = await teardowns.FindLatestAsync(shop, cancellationToken);
        if (teardown is not { Cause: EndCause.Operator, Kind: TeardownKind.Uninstall }) return null;
        return await AskAsync(shop, teardown, cancellationToken) switch
        {
            ShopifyReply.Ok =>
                new InstallReply { Outcome = InstallOutcome.Refused, Code = InstallCodes.UninstallUnderWay },
            ShopifyReply.Later { Failure: var failure } => new InstallReply
            {
                Outcome = InstallOutcome.Unavailable,
                Code = failure.Code,
                RetryAfter = failure.RetryAfter ?? RetryAfter,
            },
            _ => null,
        };
    }

    private async Task<ShopifyReply> AskAsync(
        ShopDomain shop, TeardownRecord teardown, CancellationToken cancellationToken)
    {
        var held = await actors.GetTokenAsync(teardown.Installation, cancellationToken);
        if (held.Token is not { } token) return ShopifyReply.Without(held);
        var access = new AdminAccess(shop, token) { Priority = CallPriority.Install };
        return ShopifyReply.Of(
            await admin.ProbeAsync(access, cancellationToken), held, clock.GetUtcNow());
    }
}
