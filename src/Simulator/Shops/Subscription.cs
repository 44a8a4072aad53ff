namespace Shopkeeper.Simulator.Shops;

/// <summary>A webhook subscription created through the Admin API.</summary>
internal sealed record Subscription
{
    /// <summary>The global id.</summary>
    public required string Id { get; init; }

    public required string Topic { get; init; }

    public required string Uri { get; init; }

    public required string Format { get; init; }

    public required IReadOnlyList<string> IncludeFields { get; init; }

    public string? Filter { get; init; }

    public required IReadOnlyList<string> MetafieldNamespaces { get; init; }

    public string? Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
