using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Lifecycle;

namespace Shopkeeper.Grains.Tokens;

/// <summary>What follows for a current installation from a refresh that Shopify will not do.</summary>
internal sealed partial class RefreshConsequences(
    IInstallationStore installations,
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
        await SetAccessAsync(held, AccessState.NeedsGrant, cancellationToken);
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

    private async Task SetAccessAsync(HeldGrant held, AccessState state, CancellationToken cancellationToken)
    {
        if (held.EndedAt is not null || held.Access == state) return;
        try
        {
            await installations.SetAccessAsync(held.Installation, state, clock.GetUtcNow(), cancellationToken);
            access.CountDormant(state);
            LogDormant(held.Installation, state);
            await news.TellAsync(held.Shop, cancellationToken);
        }
        catch (InstallationEndedException)
        {
            LogEndedMeanwhile(held.Installation);
        }
    }
}
