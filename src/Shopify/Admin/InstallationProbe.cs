namespace Shopkeeper.Shopify.Admin;

/// <summary>Who a token speaks for, as Shopify tells it.</summary>
public sealed record InstallationProbe
{
    /// <summary>
    /// The installation's id at Shopify, <c>gid://shopify/AppInstallation/…</c>: another stay has another id.
    /// </summary>
    public required string AppInstallationId { get; init; }

    /// <summary>The shop's numeric id.</summary>
    public required long ShopId { get; init; }

    /// <summary>The shop's domain.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The shop's name.</summary>
    public required string Name { get; init; }

    /// <summary>The shop's address; null when Shopify withholds it.</summary>
    public string? Email { get; init; }

    /// <summary>Nothing: the answer identifies a shop.</summary>
    public override string ToString() => nameof(InstallationProbe);
}
