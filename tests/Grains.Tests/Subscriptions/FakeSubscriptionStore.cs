using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Tests.Subscriptions;

/// <summary>Keeps the last record of each name, and all of them in order.</summary>
internal sealed class FakeSubscriptionStore : IWebhookSubscriptionStore
{
    public SortedDictionary<string, WebhookSubscriptionRecord> Records { get; } = new(StringComparer.Ordinal);

    public List<WebhookSubscriptionRecord> History { get; } = [];

    public Task SaveAsync(
        InstallationId installation,
        IReadOnlyCollection<WebhookSubscriptionRecord> records,
        CancellationToken cancellationToken)
    {
        lock (Records)
        {
            foreach (var record in records) Records[record.Name] = record;
            History.AddRange(records);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WebhookSubscriptionRecord>> ListAsync(
        InstallationId installation, CancellationToken cancellationToken)
    {
        lock (Records) return Task.FromResult<IReadOnlyList<WebhookSubscriptionRecord>>(Records.Values.ToArray());
    }

    public Task RemoveAsync(InstallationId installation, string name, CancellationToken cancellationToken)
    {
        lock (Records) Records.Remove(name);
        return Task.CompletedTask;
    }
}
