namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>A delivery as it is stored.</summary>
public sealed record StoredDelivery
{
    /// <summary>Its place in the order of recording.</summary>
    public required long Id { get; init; }

    /// <summary>SHA-256 of its id.</summary>
    public required byte[] DeliveryHash { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>True when it was given up.</summary>
    public required bool IsDead { get; init; }

    /// <summary>Shopify's id of the resource that it is about, as a header says it; null without one.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The raw body; empty where it can't be decrypted.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The id and the topic.</summary>
    public override string ToString() => $"Delivery {Id}: {Topic}";
}
