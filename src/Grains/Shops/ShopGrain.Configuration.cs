using Shopkeeper.Grains.Abstractions.Configuration;

namespace Shopkeeper.Grains.Shops;

/// <summary>
/// The app's configuration for the shop. What an activation remembers of it answers nobody unread: two can run side by
/// side for a while.
/// </summary>
internal sealed partial class ShopGrain
{
    /// <inheritdoc/>
    public async Task<ConfigurationDocument?> GetAsync(CancellationToken cancellationToken)
    {
        if (Stay is not null && await _stored.IsOutdatedAsync(cancellationToken))
            await _truth.DistrustAsync(cancellationToken);
        return Stay is { Id: var current } ? _stored.ConfigurationOf(current) : null;
    }

    /// <inheritdoc/>
    public async Task<PutConfigurationReply> PutAsync(PutConfiguration command, CancellationToken cancellationToken) =>
        await _truth.WhileInstalledAsync(
            stay => _stored.ReplaceAsync(stay.Id, command, DeactivateOnIdle, cancellationToken), cancellationToken)
        ?? new PutConfigurationReply { Outcome = PutConfigurationOutcome.NotInstalled };
}
