using System.Text.Json.Serialization;

namespace Shopkeeper.Grains.Catalogue;

/// <summary>The body of <c>products/delete</c>: the id, and nothing else.</summary>
internal sealed record DeletedProductPayload
{
    [JsonRequired]
    public long Id { get; init; }

    /// <summary>A deleted product has none: with one it is another topic's body under a changed header.</summary>
    public string? Title { get; init; }
}
