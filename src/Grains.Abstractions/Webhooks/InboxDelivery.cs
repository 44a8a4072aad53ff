using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>A recorded delivery that waits to be handled.</summary>
public sealed record InboxDelivery
{
    /// <summary>Its place in the order of recording.</summary>
    public required long Id { get; init; }

    /// <summary>The shop that its header named.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>SHA-256 of Shopify's id of the delivery: the key for effects that must happen once.</summary>
    public required byte[] DeliveryHash { get; init; }

    /// <summary>When the header says that the event happened.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>What else the headers said.</summary>
    public DeliveryHints Hints { get; init; } = DeliveryHints.None;

    /// <summary>When it was recorded, by the database's clock.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The raw body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>How often handling it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>The installation that it was claimed for; null until then.</summary>
    public InstallationId? Installation { get; init; }

    /// <summary>The trace that it was received in, if that was recorded (W3C <c>traceparent</c>).</summary>
    public string? TraceParent { get; init; }
}
