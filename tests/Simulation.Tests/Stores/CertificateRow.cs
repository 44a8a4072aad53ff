using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.Stores;

/// <summary>A row of <c>certificates</c>; the shop stands for its hash.</summary>
internal sealed class CertificateRow
{
    public required CertificateRecord Record { get; init; }

    public required ShopDomain Shop { get; init; }

    public bool RedactSeen { get; set; }

    public string? RedactBody { get; set; }

    /// <summary>Other bodies that told of this end, or of one before it.</summary>
    public required HashSet<string> SpentBodies { get; init; }
}
