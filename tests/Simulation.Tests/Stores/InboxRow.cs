using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A row of <c>webhook_inbox</c>.</summary>
internal sealed class InboxRow
{
    public required InboxDelivery Delivery { get; set; }

    /// <summary>0 for lifecycle and compliance, 1 for the rest.</summary>
    public required int Lane { get; init; }

    /// <summary>Names it in the world: the delivery's id as Shopify gives it.</summary>
    public required string WebhookId { get; init; }

    public DateTimeOffset DueAt { get; set; }

    public DateTimeOffset? DeadAt { get; set; }

    public string? ErrorCode { get; set; }
}
