namespace Shopkeeper.Shopify.Admin;

/// <summary>A product of a shop's catalogue.</summary>
/// <param name="Id"><c>gid://shopify/Product/…</c>.</param>
/// <param name="Title">Its name.</param>
/// <param name="Handle">Its name in addresses.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record Product(string Id, string Title, string Handle, DateTimeOffset UpdatedAt);
