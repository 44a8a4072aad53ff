using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Subscriptions;

internal sealed class WebhookSubscriptionStore(Database database) : IWebhookSubscriptionStore
{
    public Task SaveAsync(
        InstallationId installation, WebhookSubscriptionRecord record, CancellationToken cancellationToken) =>
        database.GuardedAsync(
            installation,
            db => db.ExecuteAsync("subscriptions/save", new
            {
                installation,
                record.Topic,
                record.Uri,
                record.ShopifyId,
                record.MissingBecause,
                record.CheckedAt,
            }),
            cancellationToken);

    public Task<IReadOnlyList<WebhookSubscriptionRecord>> ListAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WebhookSubscriptionRecord>>(
            async db => (await db.ListAsync<Row>("subscriptions/list", new { installation })).Select(Read).ToList(),
            cancellationToken);

    public Task RemoveAsync(InstallationId installation, string topic, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.ExecuteAsync("subscriptions/remove", new { installation, topic }), cancellationToken);

    private static WebhookSubscriptionRecord Read(Row row) => new()
    {
        Topic = row.Topic,
        Uri = row.Uri,
        ShopifyId = row.ShopifyId,
        MissingBecause = row.MissingBecause,
        CheckedAt = row.CheckedAt,
    };

    private sealed record Row
    {
        public string Topic { get; init; } = "";

        public string Uri { get; init; } = "";

        public string? ShopifyId { get; init; }

        public string? MissingBecause { get; init; }

        public DateTimeOffset CheckedAt { get; init; }
    }
}
