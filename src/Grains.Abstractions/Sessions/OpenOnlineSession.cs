using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>A user's verified session token, to be exchanged for his online access token.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.OpenOnlineSession)]
public sealed record OpenOnlineSession
{
    /// <summary>The current installation.</summary>
    [Id(0)]
    public required InstallationId Installation { get; init; }

    /// <summary>The user's id at Shopify (<c>sub</c>).</summary>
    [Id(1)]
    public required string UserId { get; init; }

    /// <summary>Shopify's id of the session (<c>sid</c>).</summary>
    [Id(2)]
    public string? SessionId { get; init; }

    /// <summary>The session token as it was presented. Wrapped, so that it never prints.</summary>
    [Id(3)]
    public required AccessToken SessionToken { get; init; }

    /// <summary>Nothing of it: Orleans writes messages into its log.</summary>
    public override string ToString() => nameof(OpenOnlineSession);
}
