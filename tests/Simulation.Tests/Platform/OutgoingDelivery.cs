using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.Platform;

/// <summary>A delivery on its way: sent until it is answered, and sometimes again after that.</summary>
internal sealed class OutgoingDelivery
{
    public required string WebhookId { get; init; }

    public required ShopDomain Shop { get; init; }

    public required string Topic { get; init; }

    public required byte[] Body { get; init; }

    public required DateTimeOffset TriggeredAt { get; init; }

    /// <summary>Not sent before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>The stay that was current when it was first sent; null where none was, or before it is sent.</summary>
    public InstallationId? SentTo { get; set; }

    public bool WasSent { get; set; }

    public bool IsAnswered { get; set; }

    public bool IsOnTheWay { get; set; }
}
