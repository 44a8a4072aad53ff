using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Grains.Lifecycle;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// Takes over the scopes that <c>app/scopes_update</c> tells. By the instant in the body, so that a delivery that comes
/// late, twice or out of order changes nothing.
/// </summary>
internal sealed class ScopeUpdates(IInstallationStore installations, ShopNews news)
{
    /// <summary>Takes them over, if the delivery is of that topic and its body names the shop.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    public async Task ApplyAsync(InboxDelivery delivery, Installation current, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(current);
        if (Read(delivery, current) is not { } update) return;
        var changed = await installations.UpdateScopesAsync(
            current.Id, update.Current.ToString(), update.UpdatedAt, cancellationToken);

        // The actor is in the middle of this very turn: it reads the row once that is over.
        if (changed) await news.TellAsync(current.Shop, cancellationToken);
    }

    // The header names the shop unsigned, so a body without an id may be another shop's.
    private static ScopesUpdate? Read(InboxDelivery delivery, Installation current) =>
        delivery.Topic == WebhookTopics.AppScopesUpdate
        && WebhookBody.TryIdentify(delivery.Topic, delivery.Body, out var identity)
        && identity.ShopId == current.ShopId
            ? ScopesUpdate.Read(delivery.Body)
            : null;
}
