using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>An order that begins.</summary>
public sealed record AuditedOrder
{
    /// <summary>The entry's id, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who: the name of the key; <c>unknown</c> where nobody is signed in.</summary>
    public required string Actor { get; init; }

    /// <summary>What, as a code such as <c>uninstall-shop</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The shop that it names; stored as its keyed hash.</summary>
    public ShopDomain? Shop { get; init; }

    /// <summary>The teardown that it names.</summary>
    public Guid? Teardown { get; init; }

    /// <summary>The request of the compliance desk that it names.</summary>
    public Guid? Request { get; init; }

    /// <summary>The step that it names, as a code.</summary>
    public string? Step { get; init; }

    /// <summary>The participant that it names, as a code.</summary>
    public string? Participant { get; init; }

    /// <summary>The reason that it gives, as a code.</summary>
    public string? Reason { get; init; }

    /// <summary>The operator's own words; stored encrypted, and nowhere else.</summary>
    public string? Note { get; init; }

    /// <summary>The id and the action.</summary>
    public override string ToString() => $"Order {Id}: {Action}";
}
