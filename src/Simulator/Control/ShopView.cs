namespace Shopkeeper.Simulator.Control;

/// <summary>A simulated shop as it is now.</summary>
public sealed record ShopView
{
    /// <summary><c>{name}.myshopify.com</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>The numeric id.</summary>
    public required long Id { get; init; }

    /// <summary>The shop's name.</summary>
    public required string Name { get; init; }

    /// <summary>The e-mail address.</summary>
    public required string Email { get; init; }

    /// <summary>The owner's name.</summary>
    public required string Owner { get; init; }

    /// <summary>The owner's user id.</summary>
    public required long OwnerId { get; init; }

    /// <summary>The plan's display name.</summary>
    public required string Plan { get; init; }

    /// <summary>The number of products.</summary>
    public required int Products { get; init; }

    /// <summary>Whether the shop answers.</summary>
    public required ShopStatus Status { get; init; }

    /// <summary>True while new deliveries are kept.</summary>
    public required bool HoldDeliveries { get; init; }

    /// <summary>The installation's global id, or null while the app is not installed.</summary>
    public string? InstallationId { get; init; }

    /// <summary>The installation's scopes; empty while the app is not installed.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The subscriptions that the app created through the API for this installation.</summary>
    public required IReadOnlyList<SubscriptionView> Subscriptions { get; init; }

    /// <summary>How often the app has been installed.</summary>
    public required int Installs { get; init; }
}
