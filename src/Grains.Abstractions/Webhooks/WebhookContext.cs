using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>A delivery as a handler sees it.</summary>
public sealed record WebhookContext
{
    /// <summary>The installation it is for.</summary>
    public required Installation Installation { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>When the event happened, as the unsigned header says.</summary>
    public DateTimeOffset? TriggeredAt { get; init; }

    /// <summary>When the delivery was recorded here, by the database's clock.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>What else its unsigned headers said.</summary>
    public DeliveryHints Hints { get; init; } = DeliveryHints.None;

    /// <summary>The parsed body.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>
    /// Enqueues a job for the installation: kind and arguments, a JSON object of at most 64 KiB. A handler that runs
    /// again must order the same jobs in the same order: its first order is then the first one of before, and none is
    /// enqueued twice. An order of an unknown kind, or with arguments that its handler does not take, throws.
    /// </summary>
    public required Func<string, JsonElement, Task> EnqueueAsync { get; init; }
}
