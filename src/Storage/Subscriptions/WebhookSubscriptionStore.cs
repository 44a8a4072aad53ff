using System.Collections.Immutable;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Storage.Databases;

namespace Shopkeeper.Storage.Subscriptions;

/// <inheritdoc/>
internal sealed class WebhookSubscriptionStore(Database database) : IWebhookSubscriptionStore
{
    public Task SaveAsync(
        InstallationId installation,
        IReadOnlyCollection<WebhookSubscriptionRecord> records,
        CancellationToken cancellationToken)
    {
        if (records.Count == 0) return Task.CompletedTask;
        var rows = records.Select(record => Written(installation, record)).ToList();
        return database.GuardedAsync(
            installation, db => db.ExecuteEachAsync("subscriptions/save", rows), cancellationToken);
    }

    public Task<IReadOnlyList<WebhookSubscriptionRecord>> ListAsync(
        InstallationId installation, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WebhookSubscriptionRecord>>(
            async db => (await db.ListAsync<Row>("subscriptions/list", new { installation })).Select(Read).ToList(),
            cancellationToken);

    public Task RemoveAsync(InstallationId installation, string name, CancellationToken cancellationToken) =>
        database.WriteAsync(
            db => db.ExecuteAsync("subscriptions/remove", new { installation, name }), cancellationToken);

    private static Row Written(InstallationId installation, WebhookSubscriptionRecord record) => new()
    {
        Installation = installation,
        Name = record.Name,
        Topic = record.Topic,
        Uri = record.Uri,
        Filter = record.Filter,
        IncludeFields = JsonSerializer.Serialize(record.IncludeFields.AsEnumerable()),
        MetafieldNamespaces = JsonSerializer.Serialize(record.MetafieldNamespaces.AsEnumerable()),
        ShopifyId = record.ShopifyId,
        State = (int)record.State,
        Reason = record.Reason,
        Actual = record.Actual is { } actual ? JsonSerializer.Serialize(actual, JsonSerializerOptions.Web) : null,
        IsShared = record.IsShared,
        CheckedAt = record.CheckedAt,
    };

    private static WebhookSubscriptionRecord Read(Row row) => new()
    {
        Name = row.Name,
        Topic = row.Topic,
        Uri = row.Uri,
        Filter = row.Filter,
        IncludeFields = JsonSerializer.Deserialize<ImmutableArray<string>>(row.IncludeFields),
        MetafieldNamespaces = JsonSerializer.Deserialize<ImmutableArray<string>>(row.MetafieldNamespaces),
        ShopifyId = row.ShopifyId,
        State = (SubscriptionState)row.State,
        Reason = row.Reason,
        Actual = row.Actual is { } actual
            ? JsonSerializer.Deserialize<ActualSubscription>(actual, JsonSerializerOptions.Web)
            : null,
        IsShared = row.IsShared,
        CheckedAt = row.CheckedAt,
    };

    private sealed record Row
    {
        public InstallationId Installation { get; init; }

        public string Name { get; init; } = "";

        public string Topic { get; init; } = "";

        public string Uri { get; init; } = "";

        public string? Filter { get; init; }

        public string IncludeFields { get; init; } = "[]";

        public string MetafieldNamespaces { get; init; } = "[]";

        public string? ShopifyId { get; init; }

        public int State { get; init; }

        public string? Reason { get; init; }

        public string? Actual { get; init; }

        public bool IsShared { get; init; }

        public DateTimeOffset CheckedAt { get; init; }
    }
}
