namespace Shopkeeper.Storage.Installations;

/// <summary>What the statement that ends an installation answers.</summary>
internal sealed record EndedRow
{
    public byte[] ShopHash { get; init; } = [];

    public DateTimeOffset EndedAt { get; init; }
}
