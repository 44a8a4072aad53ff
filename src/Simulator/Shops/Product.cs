namespace Shopkeeper.Simulator.Shops;

/// <summary>A product of a catalogue. The names are those of the GraphQL fields.</summary>
internal sealed record Product
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Handle { get; init; }

    public required string Status { get; init; }

    public required string Vendor { get; init; }

    public required string ProductType { get; init; }

    public required int TotalInventory { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
