using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// Keeps an open page from undoing an operator's uninstall. Between the fence and the teardown's own word to Shopify
/// the app is installed there still, and a session token would buy a grant; yet nobody has installed it again. As long
/// as the ended stay's token works, Shopify's installation is the one that is about to go. Once it does not, either
/// that is gone, or the merchant has come back by himself.
/// </summary>
internal sealed class OrderedUninstall(
    ITeardownStore teardowns, IInstallationStore installations, NewGrantReader grants)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <returns>Null when an exchange may go on.</returns>
    public async Task<InstallReply?> RefuseAsync(ShopDomain shop, CancellationToken cancellationToken)
    {
        var teardown = await teardowns.FindLatestAsync(shop, cancellationToken);
        if (teardown is not { Cause: EndCause.Operator, Kind: TeardownKind.Uninstall }) return null;
        if (await installations.ReadGrantAsync(teardown.Installation, cancellationToken) is not { } grant) return null;
        var probe = await grants.ProbeAsync(shop, grant.AccessToken, cancellationToken);
        if (probe.IsOk)
            return new InstallReply { Outcome = InstallOutcome.Refused, Code = InstallCodes.UninstallUnderWay };
        if (probe.Failure.Kind == AdminFailureKind.Unauthorized) return null;
        return new InstallReply
        {
            Outcome = InstallOutcome.Unavailable,
            Code = probe.Failure.Code,
            RetryAfter = probe.Failure.RetryAfter ?? RetryAfter,
        };
    }
}
