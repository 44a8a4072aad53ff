using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// Has the end of a stay confirmed that Shopify's token endpoint says is over. It ends nothing itself: the confirmation
/// does, within the limit on ends that nobody attests.
/// </summary>
internal sealed class EndClaims(ITeardownStore teardowns, IWorkSignals signals, TimeProvider clock)
{
    /// <summary>Opens the confirmation, or adds the evidence to the one that is open. Twice is safe.</summary>
    /// <param name="current">The stay that was current before Shopify was asked.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when the stay has ended meanwhile.</returns>
    public async Task<bool> OpenAsync(Installation current, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        var now = clock.GetUtcNow();
        var claim = new TeardownRecord
        {
            Id = Guid.CreateVersion7(now),
            Installation = current.Id,
            Shop = current.Shop,
            ShopId = current.ShopId,
            Generation = current.Generation,
            Status = TeardownStatus.Confirming,
            Cause = EndCause.AppNotInstalled,
            Evidence = [EndEvidence.AppNotInstalled],
            OpenedAt = now,
            StartedAt = current.StartedAt,
            DeliveriesSince = current.DeliveriesSince,
            ReauthorizedAt = current.ReauthorizedAt,
            NextAttemptAt = now,
        };
        try
        {
            await teardowns.ClaimAsync(claim, cancellationToken);
        }
        catch (InstallationEndedException)
        {
            // Somebody else ended it meanwhile: there is nothing left to confirm.
            return false;
        }

        signals.Notify(WorkKind.Teardowns);
        return true;
    }
}
