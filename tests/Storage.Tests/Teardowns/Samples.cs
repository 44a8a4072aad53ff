using System.Security.Cryptography;
using System.Text;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Storage.Tests.Teardowns;

/// <summary>Teardowns, deliveries and certificates for tests.</summary>
internal static class Samples
{
    public static byte[] Hash(string webhookId) => SHA256.HashData(Encoding.UTF8.GetBytes(webhookId));

    public static TeardownRecord Confirming(Installation installation, params string[] webhookIds) => new()
    {
        Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        Installation = installation.Id,
        Shop = installation.Shop,
        ShopId = installation.ShopId,
        Generation = installation.Generation,
        Status = TeardownStatus.Confirming,
        Cause = EndCause.UninstalledByMerchant,
        Evidence = ["delivery:app/uninstalled"],
        BodyHash = "b0d1",
        Deliveries = [.. webhookIds.Select(Hash)],
        OpenedAt = TimeProvider.System.GetUtcNow(),
        StartedAt = installation.StartedAt,
        NextAttemptAt = DateTimeOffset.UnixEpoch,
    };

    public static InboxDelivery Delivery(Installation installation, long id, string webhookId) => new()
    {
        Id = id,
        Shop = installation.Shop,
        Topic = "app/uninstalled",
        DeliveryHash = Hash(webhookId),
        RecordedAt = TimeProvider.System.GetUtcNow(),
        Body = [],
        Attempts = 0,
    };

    public static CertificateRecord Certificate(TeardownRecord teardown, DateTimeOffset? issuedAt = null) => new()
    {
        Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
        TeardownId = teardown.Id,
        Installation = teardown.Installation,
        Generation = teardown.Generation,
        Jws = "a.b.c",
        Nonce = "nonce",
        Result = "complete",
        IssuedAt = issuedAt ?? DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000),
        BodyHash = teardown.BodyHash,
    };
}
