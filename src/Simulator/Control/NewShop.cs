namespace Shopkeeper.Simulator.Control;

/// <summary>A shop to create. Everything but the domain has a default derived from the domain.</summary>
public sealed record NewShop
{
    /// <summary><c>{name}.myshopify.com</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>The numeric id, above zero and not taken.</summary>
    public long? Id { get; init; }

    /// <summary>The shop's name.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address of the shop and its owner.</summary>
    public string? Email { get; init; }

    /// <summary>The owner's name.</summary>
    public string? Owner { get; init; }

    /// <summary>The owner's user id, above zero.</summary>
    public long? OwnerId { get; init; }

    /// <summary>The plan's display name.</summary>
    public string? Plan { get; init; }

    /// <summary>The number of products, 0 to 100,000.</summary>
    public int? Products { get; init; }
}
