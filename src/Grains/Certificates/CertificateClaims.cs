namespace Shopkeeper.Grains.Certificates;

/// <summary>
/// What a certificate says. Ids, times, codes and numbers only: no personal data, no free text, no name of the shop.
/// </summary>
public sealed record CertificateClaims
{
    /// <summary>The version of this form: 1.</summary>
    public required int Version { get; init; }

    /// <summary>The certificate's id.</summary>
    public required Guid CertificateId { get; init; }

    /// <summary>
    /// HMAC-SHA256 of the shop's domain under a random nonce, base64url. Who has the nonce and the domain can check
    /// whose certificate it is; without the nonce nobody can.
    /// </summary>
    public required string Subject { get; init; }

    /// <summary>The teardown's id.</summary>
    public required Guid TeardownId { get; init; }

    /// <summary>The installation that ended.</summary>
    public required Guid InstallationId { get; init; }

    /// <summary>Its generation.</summary>
    public required int Generation { get; init; }

    /// <summary><c>uninstall</c> or <c>reset</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Why it ended, as a code.</summary>
    public required string Cause { get; init; }

    /// <summary>What proved it, as codes.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>When the installation began.</summary>
    public required DateTimeOffset InstalledAt { get; init; }

    /// <summary>When its end was first claimed.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it ended: nothing was written for it from then on.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>When the certificate was signed.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Every step of the plan, in the order in which they were begun.</summary>
    public required IReadOnlyList<StepClaim> Steps { get; init; }

    /// <summary>What participants erased.</summary>
    public required IReadOnlyList<ParticipantClaim> Participants { get; init; }

    /// <summary>What is left, as far as it is known.</summary>
    public required IReadOnlyList<NotErasedClaim> NotErased { get; init; }

    /// <summary>What the zeros cover.</summary>
    public required BoundaryClaim Boundary { get; init; }

    /// <summary><c>complete</c> or <c>complete-with-exceptions</c>.</summary>
    public required string Result { get; init; }
}
