using Shopkeeper.Grains.Abstractions.Billing;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Certificates;

/// <summary>A certificate as it is kept: the signed record, and beside it what must never stand in it.</summary>
public sealed record CertificateRecord
{
    /// <summary>The certificate's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The teardown that it ends.</summary>
    public required Guid TeardownId { get; init; }

    /// <summary>The installation that ended.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>Its generation.</summary>
    public required int Generation { get; init; }

    /// <summary>The compact JWS: the certificate itself.</summary>
    public required string Jws { get; init; }

    /// <summary>
    /// The nonce (base64url) under which the subject in the JWS is the shop domain's HMAC; null once its retention is
    /// over.
    /// </summary>
    public required string? Nonce { get; init; }

    /// <summary><c>complete</c> or <c>complete-with-exceptions</c>.</summary>
    public required string Result { get; init; }

    /// <summary>When it was signed.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Keyed hash of the body that claimed the end, lower-case hex; null without a delivery.</summary>
    public string? BodyHash { get; init; }

    /// <summary>True when the shop's <c>shop/redact</c> for this installation has arrived.</summary>
    public bool RedactSeen { get; init; }

    /// <summary>
    /// As <see cref="Teardown.TeardownRecord.Billing"/>. Beside the certificate and not signed: it says nothing of what
    /// was erased.
    /// </summary>
    public IReadOnlyList<AppSubscriptionCount> Billing { get; init; } = [];
}
