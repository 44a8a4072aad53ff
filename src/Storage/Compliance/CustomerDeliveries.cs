using System.Security.Cryptography;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;
using Shopkeeper.Storage.Databases;
using Shopkeeper.Storage.Inbox;

namespace Shopkeeper.Storage.Compliance;

/// <inheritdoc/>
internal sealed class CustomerDeliveries(Database database, InboxCipher cipher) : ICustomerDeliveries
{
    public async Task<IReadOnlyList<StoredDelivery>> ListAsync(
        ShopDomain shop, DateTimeOffset until, long after, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            db => db.ListAsync<Row>("compliance/list-deliveries", new { shop, until, after, limit }),
            cancellationToken);
        return [.. rows.Select(Read)];
    }

    public async Task<int> DropAsync(
        IReadOnlyList<StoredDelivery> deliveries, CancellationToken cancellationToken)
    {
        var dropped = 0;
        foreach (var delivery in deliveries)
        {
            var args = new
            {
                delivery.Id, delivery.DeliveryHash, delivery.IsDead, verdict = (int)Verdict.Purged,
            };
            dropped += await database.PurgeAsync(
                async db =>
                {
                    if (await db.ExecuteAsync("compliance/drop-delivery", args) == 0) return 0;
                    await db.ExecuteAsync("inbox/set-verdict", args);
                    return 1;
                },
                cancellationToken);
        }

        return dropped;
    }

    private StoredDelivery Read(Row row) => new()
    {
        Id = row.Id,
        DeliveryHash = row.DeliveryHash,
        Topic = row.Topic,
        RecordedAt = row.RecordedAt,
        IsDead = row.DeadAt is not null,
        ResourceId = OrNull(() => cipher.ReadHints(row.Hints))?.ResourceId,
        Body = OrNull(() => cipher.ReadPayload(row.Payload)) ?? [],
    };

    // What can't be decrypted is no customer's data any more: nobody reads it.
    private static T? OrNull<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Row
    {
        public long Id { get; init; }

        public byte[] DeliveryHash { get; init; } = [];

        public string Topic { get; init; } = "";

        public DateTimeOffset RecordedAt { get; init; }

        public DateTimeOffset? DeadAt { get; init; }

        public byte[] Payload { get; init; } = [];

        public byte[]? Hints { get; init; }
    }
}
