using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Billing;

/// <summary>The shop's subscriptions to the app, by installation. A reset hands them to the new stay.</summary>
public interface IAppSubscriptionStore
{
    /// <summary>
    /// Stores what Shopify tells of a subscription, unless something newer is stored. Of two of one second the one that
    /// ends it counts. Guarded.
    /// </summary>
    /// <returns>False when something newer is stored.</returns>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task<bool> SaveNewerAsync(
        InstallationId installation, AppSubscription subscription, CancellationToken cancellationToken);

    /// <summary>All of them, the newest first; none once the installation's data are purged.</summary>
    Task<IReadOnlyList<AppSubscription>> ListAsync(InstallationId installation, CancellationToken cancellationToken);
}
