using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>The subscriptions recorded as ours, by installation and topic.</summary>
public interface IWebhookSubscriptionStore
{
    /// <summary>Inserts or replaces the record of a topic. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task SaveAsync(InstallationId installation, WebhookSubscriptionRecord record, CancellationToken cancellationToken);

    /// <summary>All records of an installation, ended or not.</summary>
    Task<IReadOnlyList<WebhookSubscriptionRecord>> ListAsync(
        InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Removes the record of a topic, of an ended installation too. Twice is safe.</summary>
    Task RemoveAsync(InstallationId installation, string topic, CancellationToken cancellationToken);
}
