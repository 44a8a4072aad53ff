using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>The keeper's answer.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.TokenReply)]
public sealed record TokenReply
{
    /// <summary>The token, or null when there is none to be had.</summary>
    [Id(0)]
    public AccessToken? Token { get; init; }

    /// <summary>Why there is none: <c>installation-ended</c>, <c>grant-destroyed</c>.</summary>
    [Id(1)]
    public string? Code { get; init; }

    /// <summary>
    /// What Shopify makes of the token, as far as is known. While it is not fine, a call that succeeds is worth
    /// <see cref="IGrantKeeper.ReportAcceptedAsync"/>.
    /// </summary>
    [Id(3)]
    public AccessState Access { get; init; }
}
