using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Storage.Billing;

namespace Shopkeeper.Storage.Certificates;

/// <summary>A row of <c>certificates</c>.</summary>
internal sealed record CertificateRow
{
    public Guid Id { get; init; }

    public Guid TeardownId { get; init; }

    public InstallationId InstallationId { get; init; }

    public int Generation { get; init; }

    public string Jws { get; init; } = "";

    public string? Nonce { get; init; }

    public string Result { get; init; } = "";

    public DateTimeOffset IssuedAt { get; init; }

    public string? BodyHash { get; init; }

    public bool RedactSeen { get; init; }

    public string? Billing { get; init; }

    public CertificateRecord ToRecord() => new()
    {
        Id = Id,
        TeardownId = TeardownId,
        Installation = InstallationId,
        Generation = Generation,
        Jws = Jws,
        Nonce = Nonce,
        Result = Result,
        IssuedAt = IssuedAt,
        BodyHash = BodyHash,
        RedactSeen = RedactSeen,
        Billing = StoredStatusCount.Read(Billing),
    };
}
