using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>An authorization code that came back from Shopify, already verified at the edge.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.InstallWithCode)]
public sealed record InstallWithCode
{
    /// <summary>The code; single use. Wrapped like a token, so that it never prints.</summary>
    [Id(0)]
    public required AccessToken Code { get; init; }
}
