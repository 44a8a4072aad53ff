using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Tokens;
using Shopkeeper.Grains.Access;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Shopify.Admin;

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
    public Task NeedsGrantAsync(HeldGrant held, CancellationToken cancellationToken) =>
        NoteLostAsync(held, AccessState.NeedsGrant, cancellationToken);

    /// <summary>
    /// A shop that is frozen, locked or closed answers so to every call. Once its token has expired, none but those to
    /// the token endpoint is made: what they show is all that there is to see of it.
    /// </summary>
    public async Task NoteShopAsync(HeldGrant held, AdminFailureKind kind, CancellationToken cancellationToken)
    {
        if (AccessRules.StateOfShop(kind) is { } state) await NoteLostAsync(held, state, cancellationToken);
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

    private async Task NoteLostAsync(HeldGrant held, AccessState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (held.EndedAt is not null || !AccessRules.IsNews(state, held.Access)) return;
        try
        {
            // What was learnt of one pair says nothing about another that the merchant brought meanwhile.
            if (!await grants.NoteLostAsync(
                held.Installation, held.Version, state, clock.GetUtcNow(), cancellationToken)) return;
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
