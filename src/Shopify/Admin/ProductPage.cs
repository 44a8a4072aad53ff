namespace Shopkeeper.Shopify.Admin;

/// <summary>One page of a shop's catalogue.</summary>
/// <param name="Products">The products, at most as many as were asked for.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record ProductPage(IReadOnlyList<Product> Products, string? NextCursor);
