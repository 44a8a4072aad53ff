using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Shops;

/// <summary>What can change about a shop without the app.</summary>
internal sealed record ShopProfile
{
    public required string Name { get; init; }

    public required string Email { get; init; }

    public required string Owner { get; init; }

    public required string Plan { get; init; }

    public required int Products { get; init; }

    public ShopStatus Status { get; init; }

    public bool HoldDeliveries { get; init; }
}
