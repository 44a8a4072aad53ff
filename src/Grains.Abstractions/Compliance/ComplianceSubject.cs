namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>
/// Whom a request is about. Stored encrypted, and only while the request is open. Any of the three that name the
/// customer may be absent: one may have but an e-mail.
/// </summary>
public sealed record ComplianceSubject
{
    /// <summary>The customer's id.</summary>
    public long? CustomerId { get; init; }

    /// <summary>The customer's e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The customer's phone number.</summary>
    public string? Phone { get; init; }

    /// <summary>Ids of orders asked for, or to be redacted.</summary>
    public IReadOnlyList<long> Orders { get; init; } = [];

    /// <summary>Shopify's id of a data request.</summary>
    public long? DataRequestId { get; init; }

    /// <summary>The shop's id as the body has it.</summary>
    public long? ShopId { get; init; }

    /// <summary>Nobody's data.</summary>
    public override string ToString() => nameof(ComplianceSubject);
}
