namespace Shopkeeper.Simulator.Control;

/// <summary>Sends held deliveries one after the other, in the order given; each is attempted before the next.</summary>
public sealed record ReleaseRequest
{
    /// <summary>Ids of held deliveries.</summary>
    public required IReadOnlyList<string> Ids { get; init; }
}
