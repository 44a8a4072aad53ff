using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>Whose data a participant is asked for.</summary>
public sealed record CustomerDataContext
{
    /// <summary>The request.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>
    /// One and the same for the repetitions of a call, such as <c>op_3f0c…-redact</c>: the idempotency key. A redaction
    /// that is asked for once more, by the same request, is another call.
    /// </summary>
    public required string OperationId { get; init; }

    /// <summary>The shop's stay.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>Its generation.</summary>
    public required int Generation { get; init; }

    /// <summary>The shop.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The shop's numeric id.</summary>
    public required long ShopId { get; init; }

    /// <summary>The customer and the orders.</summary>
    public required ComplianceSubject Customer { get; init; }

    /// <summary>True when the participant has already answered this very call by asking for time.</summary>
    public bool Continues { get; init; }

    /// <summary>The request.</summary>
    public override string ToString() => $"Request {RequestId}";
}
