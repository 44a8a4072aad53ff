using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify;

namespace Shopkeeper.Storage.Inbox;

/// <summary>A row of the inbox.</summary>
internal sealed record InboxRow
{
    public long Id { get; init; }

    public ShopDomain Shop { get; init; } = null!;

    public string Topic { get; init; } = "";

    public byte[] DeliveryHash { get; init; } = [];

    public DateTimeOffset? TriggeredAt { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public int Attempts { get; init; }

    public InstallationId? InstallationId { get; init; }

    public byte[] Payload { get; init; } = [];

    public byte[]? Hints { get; init; }

    public string? TraceParent { get; init; }

    public InboxDelivery ToDelivery(byte[] body, DeliveryHints hints) => new()
    {
        Id = Id,
        Shop = Shop,
        Topic = Topic,
        DeliveryHash = DeliveryHash,
        TriggeredAt = TriggeredAt,
        Hints = hints,
        RecordedAt = RecordedAt,
        Body = body,
        Attempts = Attempts,
        Installation = InstallationId,
        TraceParent = TraceParent,
    };
}
