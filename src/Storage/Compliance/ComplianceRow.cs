using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Storage.Compliance;

/// <summary>A row of <c>compliance_requests</c>, without what is encrypted in it.</summary>
internal sealed record ComplianceRow
{
    public Guid Id { get; init; }

    public string Topic { get; init; } = "";

    public string Origin { get; init; } = "";

    public byte[] ShopHash { get; init; } = [];

    public InstallationId? InstallationId { get; init; }

    public int State { get; init; }

    public string? Code { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public int Repeated { get; init; }

    public byte[]? DeliveryHash { get; init; }

    public string Evidence { get; init; } = "{}";

    public Guid? CertificateId { get; init; }

    public DateTimeOffset? BundleAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }

    public long Version { get; init; }

    public ComplianceRequest ToRequest() => new()
    {
        Id = Id,
        Topic = Topic,
        Origin = Origin,
        ShopHash = Convert.ToHexStringLower(ShopHash),
        Installation = InstallationId,
        State = (ComplianceState)State,
        Code = Code,
        RecordedAt = RecordedAt,
        DueAt = DueAt,
        Attempts = Attempts,
        NextAttemptAt = NextAttemptAt,
        Repeated = Repeated,
        DeliveryHash = DeliveryHash,
        Evidence = JsonSerializer.Deserialize<ComplianceEvidence>(Evidence) ?? new ComplianceEvidence(),
        Certificate = CertificateId,
        HasExport = BundleAt is not null,
        ClosedAt = ClosedAt,
        ClosedBy = ClosedBy,
        Version = Version,
    };
}
