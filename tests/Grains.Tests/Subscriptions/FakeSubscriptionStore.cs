using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Tests.Subscriptions;

/// <summary>Keeps the last record of each topic, and all of them in order.</summary>
internal sealed class FakeSubscriptionStore : IWebhookSubscriptionStore
{
    public Dictionary<string, WebhookSubscriptionRecord> Records { get; } = [];

    public List<WebhookSubscriptionRecord> History { get; } = [];

    public Task SaveAsync(
        InstallationId installation, WebhookSubscriptionRecord record, CancellationToken cancellationToken)
    {
        Records[record.Topic] = record;
        History.Add(record);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WebhookSubscriptionRecord>> ListAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WebhookSubscriptionRecord>>(Records.Values.ToArray());

    public Task RemoveAsync(InstallationId installation, string topic, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
