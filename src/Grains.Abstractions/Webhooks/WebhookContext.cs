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

    /// <summary>The parsed body.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>Enqueues a job for the installation: kind and arguments. Once per delivery and kind.</summary>
    public required Func<string, JsonElement, Task> EnqueueAsync { get; init; }
}
