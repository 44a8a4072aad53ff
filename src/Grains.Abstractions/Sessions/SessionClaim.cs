namespace Shopkeeper.Grains.Abstractions.Sessions;

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

    /// <summary>Nothing of it: Orleans writes messages into its log.</summary>
    public override string ToString() => nameof(SessionClaim);
}
