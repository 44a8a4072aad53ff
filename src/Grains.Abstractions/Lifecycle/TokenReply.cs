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

    /// <summary>Why there is none: one of <see cref="TokenCodes"/>.</summary>
    [Id(1)]
    public string? Code { get; init; }

    /// <summary>
    /// What Shopify makes of the token, as far as is known. While it is not fine, a call that succeeds is worth
    /// <see cref="IGrantKeeper.ReportAcceptedAsync"/>.
    /// </summary>
    [Id(3)]
    public AccessState Access { get; init; }

    /// <summary>When to ask again where there is none for now; null where asking again is no use.</summary>
    [Id(4)]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When the token expires, by our clock; null for one without expiry.</summary>
    [Id(5)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// True when Shopify was asked to replace the token for good, and its answer did not arrive: that it refuses the
    /// token then says nothing about the installation.
    /// </summary>
    [Id(6)]
    public bool MayBeReplaced { get; init; }
}
