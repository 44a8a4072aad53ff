using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// An install with a session token, where one is called for: nothing is asked of Shopify when somebody else has done
/// the work, or while an operator's uninstall has not reached Shopify.
/// </summary>
internal sealed class SessionTokenInstall(
    IInstallationStore installations, Installer installer, OrderedUninstall ordered, EndClaims claims,
    ShopNews news, TimeProvider clock)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Installs, or finds it done.</summary>
    public async Task<InstallReply> InstallAsync(
        ShopDomain shop, IShopLifecycle lifecycle, InstallWithSessionToken command)
    {
        try
        {
            // The row and not the actor: what Shopify has refused since stands there first.
            var current = await installations.FindCurrentAsync(shop, CancellationToken.None);
            var held = current is null
                ? null
                : await installations.ReadGrantAsync(current.Id, CancellationToken.None);
            if (SessionTokenRules.IsDone(current, held, command.Seen, clock.GetUtcNow()))
            {
                // Whoever was told otherwise had it from the shop's actor.
                await news.TellAsync(shop, CancellationToken.None);
                return new InstallReply { Outcome = InstallOutcome.AlreadyInstalled, Installation = current };
            }

            if (current is null && await ordered.RefuseAsync(shop, CancellationToken.None) is { } refused)
                return refused;
            var reply = await installer.InstallWithSessionTokenAsync(shop, lifecycle, command.SessionToken);
            if (current is not null && SessionTokenRules.IsEnd(reply))
                await claims.OpenAsync(current, CancellationToken.None);
            return reply;
        }
        catch (StorageUnavailableException)
        {
            return new InstallReply
            {
                Outcome = InstallOutcome.Unavailable, Code = "storage-unavailable", RetryAfter = RetryAfter,
            };
        }
    }
}
