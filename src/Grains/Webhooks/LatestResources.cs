using System.Text;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Webhooks;

/// <summary>
/// Keeps old deliveries from handlers that name a resource group. What is handled is noted after it was, so that one
/// that fails does not shut out what is older meanwhile: it comes again, and then it is the newer one.
/// </summary>
internal sealed class LatestResources(ISeenResources seen, IKeyedHash hash, DeliveryMetrics metrics)
{
    /// <summary>True when a newer delivery about the same resource was handled in the group.</summary>
    public async Task<bool> IsOutdatedAsync(
        string resourceGroup, InboxDelivery delivery, JsonElement body, InstallationId installation,
        CancellationToken cancellationToken)
    {
        if (HashOf(delivery, body) is not { } resource) return false;
        var newest = await seen.FindAsync(installation, resourceGroup, resource, cancellationToken);
        var isOutdated = newest is not null && ResourceRules.MomentOf(delivery, body).IsOlderThan(newest);
        if (isOutdated) metrics.CountOutdated(delivery.Topic);
        return isOutdated;
    }

    /// <summary>Notes that the delivery was handled in the group.</summary>
    public Task NoteAsync(
        string resourceGroup, InboxDelivery delivery, JsonElement body, InstallationId installation,
        CancellationToken cancellationToken) =>
        HashOf(delivery, body) is { } resource
            ? seen.NoteAsync(
                installation, resourceGroup, resource, ResourceRules.MomentOf(delivery, body), cancellationToken)
            : Task.CompletedTask;

    private byte[]? HashOf(InboxDelivery delivery, JsonElement body) =>
        ResourceRules.ResourceOf(delivery, body) is { } id
            ? hash.Compute("resource", Encoding.UTF8.GetBytes(id))
            : null;
}
