namespace Shopkeeper.Simulator.Control;

/// <summary>A delivery and what became of it.</summary>
public sealed record DeliveryView
{
    /// <summary>The simulator's own id of the delivery; copies of one delivery differ in it.</summary>
    public required string Id { get; init; }

    /// <summary>The shop.</summary>
    public required string Shop { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Where it goes.</summary>
    public required Uri Address { get; init; }

    /// <summary>The delivery id that the app sees; the same in every retry and copy.</summary>
    public required string WebhookId { get; init; }

    /// <summary>The event id that the app sees.</summary>
    public required string EventId { get; init; }

    /// <summary>When the event happened.</summary>
    public required DateTimeOffset TriggeredAt { get; init; }

    /// <summary>The headers as sent.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as sent.</summary>
    public required string Body { get; init; }

    /// <summary>Where it is now.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Every attempt, oldest first.</summary>
    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }
}
