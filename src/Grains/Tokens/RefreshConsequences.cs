using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Lifecycle;

namespace Shopkeeper.Grains.Tokens;

/// <summary>What follows for a current installation from a refresh that Shopify will not do.</summary>
internal sealed partial class RefreshConsequences(
    IInstallationStore installations,
    IGrantStore grants,
    EndClaims claims,
    ShopNews news,
    AccessMetrics access,
    TimeProvider clock,
    ILogger<RefreshConsequences> logger)
{
    /// <summary>Only a new grant helps: the shop is dormant, visibly. It ends nothing.</summary>
    public async Task NeedsGrantAsync(HeldGrant held, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (held.EndedAt is not null || held.Access == AccessState.NeedsGrant) return;
        try
        {
            // What was learnt of one pair says nothing about another that the merchant brought meanwhile.
            if (!await grants.NoteNeedsGrantAsync(
                held.Installation, held.Version, clock.GetUtcNow(), cancellationToken)) return;
            access.CountDormant(AccessState.NeedsGrant);
            LogDormant(held.Installation, AccessState.NeedsGrant);
            await news.TellAsync(held.Shop, cancellationToken);
        }
        catch (InstallationEndedException)
        {
            LogEndedMeanwhile(held.Installation);
        }
    }

    /// <summary>
    /// The token endpoint says that the app is not installed: an end that it claims and nobody attests, which counts
    /// against the hourly limit.
    /// </summary>
    public async Task NotInstalledAsync(HeldGrant held, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(held);
        var current = await installations.FindAsync(held.Installation, cancellationToken);
        if (current is not { EndedAt: null }) return;
        if (await claims.OpenAsync(current, cancellationToken)) LogNotInstalled(held.Installation);
        else LogEndedMeanwhile(held.Installation);
    }
}
