namespace Shopkeeper.Simulator.Control;

/// <summary>A change to a shop; null leaves a value as it is.</summary>
public sealed record ShopChange
{
    /// <summary>Freezes, locks, closes or opens the shop.</summary>
    public ShopStatus? Status { get; init; }

    /// <summary>The shop's name.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The plan's display name.</summary>
    public string? Plan { get; init; }

    /// <summary>The number of products, 0 to 100,000.</summary>
    public int? Products { get; init; }

    /// <summary>True keeps the shop's new deliveries until they are released; false sends new ones at once.</summary>
    public bool? HoldDeliveries { get; init; }

    /// <summary>
    /// How long the access tokens of expiring pairs live that are made from now on, in whole seconds; an hour by
    /// default.
    /// </summary>
    public TimeSpan? AccessTokenLife { get; init; }

    /// <summary>How long their refresh tokens live, in whole seconds; 90 days by default.</summary>
    public TimeSpan? RefreshTokenLife { get; init; }

    /// <summary>How long users' tokens live that are made from now on, in whole seconds; a day by default.</summary>
    public TimeSpan? OnlineTokenLife { get; init; }
}
