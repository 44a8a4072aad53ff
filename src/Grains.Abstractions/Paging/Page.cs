namespace Shopkeeper.Grains.Abstractions.Paging;

/// <summary>A part of a list.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="NextCursor">Where the next page begins; null on the last. Opaque to callers.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
