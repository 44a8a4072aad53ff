namespace Shopkeeper.Storage.Compliance;

/// <summary>A request on its way into the table, hashed and encrypted.</summary>
internal sealed record ComplianceEntry
{
    public required Guid Id { get; init; }

    public required string Topic { get; init; }

    public required byte[] ShopHash { get; init; }

    /// <summary>Knows the same request again when it comes by another delivery.</summary>
    public required byte[] RequestHash { get; init; }

    public required byte[] DeliveryHash { get; init; }

    /// <summary>1 open, 4 stalled, 5 closed: what the body alone decides.</summary>
    public required int State { get; init; }

    public string? Code { get; init; }

    /// <summary>Whom it is about, or the body that can't be read, encrypted; null where there is none.</summary>
    public byte[]? Payload { get; init; }

    public required long DueWithin { get; init; }
}
