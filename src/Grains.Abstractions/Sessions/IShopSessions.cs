using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>Answers who is signed in to a shop's embedded app. Key: the shop domain.</summary>
[Alias(Aliases.IShopSessions)]
public interface IShopSessions : IGrainWithStringKey
{
    /// <summary>Resolves a verified session token to the current installation; a user seen first is recorded.</summary>
    /// <returns>Null when the app is not installed in the shop.</returns>
    [Alias("Check")]
    ValueTask<SessionReply?> CheckAsync(SessionClaim claim, CancellationToken cancellationToken);
}

/// <summary>What a verified session token says.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.SessionClaim)]
public sealed record SessionClaim
{
    /// <summary>The user's id at Shopify (<c>sub</c>); null for tokens without a user.</summary>
    [Id(0)]
    public string? UserId { get; init; }

    /// <summary>Shopify's id of the session (<c>sid</c>).</summary>
    [Id(1)]
    public string? SessionId { get; init; }
}

/// <summary>The session of an embedded app's request.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.SessionReply)]
public sealed record SessionReply
{
    /// <summary>The current installation.</summary>
    [Id(0)]
    public required InstallationId InstallationId { get; init; }

    /// <summary>Its generation.</summary>
    [Id(1)]
    public required int Generation { get; init; }

    /// <summary>The access scopes granted, comma separated.</summary>
    [Id(2)]
    public required string Scope { get; init; }
}
