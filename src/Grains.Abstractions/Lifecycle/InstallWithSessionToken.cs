using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>A session token whose <c>dest</c> is the installer's shop, already verified at the edge.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.InstallWithSessionToken)]
public sealed record InstallWithSessionToken
{
    /// <summary>The session token as it was presented. Wrapped, so that it never prints.</summary>
    [Id(0)]
    public required AccessToken SessionToken { get; init; }

    /// <summary>
    /// The stay that the caller found without a grant of use; null when he found no stay. Another one that is current
    /// by now, or this one with a grant that works, means that the work is done.
    /// </summary>
    [Id(1)]
    public InstallationId? Seen { get; init; }
}
