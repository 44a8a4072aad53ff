namespace Shopkeeper.Grains.Certificates;

/// <summary>
/// The protected header: these three members and no others. In particular no <c>crit</c>, and no key or address of one.
/// </summary>
internal sealed record CertificateHeader
{
    public const string Es256 = "ES256";

    public required string Alg { get; init; }

    public required string Kid { get; init; }

    public required string Typ { get; init; }
}
