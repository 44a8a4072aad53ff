using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>The subscriptions recorded as ours, by installation and name.</summary>
public interface IWebhookSubscriptionStore
{
    /// <summary>Inserts or replaces records, all of them or none. Guarded.</summary>
    /// <exception cref="InstallationEndedException">The installation has ended.</exception>
    Task SaveAsync(
        InstallationId installation,
        IReadOnlyCollection<WebhookSubscriptionRecord> records,
        CancellationToken cancellationToken);

    /// <summary>All records of an installation, ended or not, by name.</summary>
    Task<IReadOnlyList<WebhookSubscriptionRecord>> ListAsync(
        InstallationId installation, CancellationToken cancellationToken);

    /// <summary>Removes the record of a name, of an ended installation too. Twice is safe.</summary>
    Task RemoveAsync(InstallationId installation, string name, CancellationToken cancellationToken);
}
