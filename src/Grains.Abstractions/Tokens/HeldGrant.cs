using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Tokens;

/// <summary>A stored grant with what is known of it: enough to decide whether it is to be refreshed.</summary>
public sealed record HeldGrant
{
    /// <summary>The installation that holds it.</summary>
    public required InstallationId Installation { get; init; }

    /// <summary>The shop in which it is good.</summary>
    public required ShopDomain Shop { get; init; }

    /// <summary>The tokens.</summary>
    public required Grant Grant { get; init; }

    /// <summary>
    /// Grows by one with each write of the tokens; what was learnt about another version says nothing about this one.
    /// </summary>
    public required long Version { get; init; }

    /// <summary>When the installation ended; null while it is current.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What is known of access.</summary>
    public AccessState Access { get; init; }

    /// <summary>
    /// For how long somebody else's refresh may still be under way, by the database's clock; zero when none is.
    /// </summary>
    public TimeSpan BusyFor { get; init; }

    /// <summary>How often Shopify has refused to refresh this version.</summary>
    public RefreshRefusals Refusals { get; init; } = RefreshRefusals.None;

    /// <summary>When a quiet shop's pair is refreshed so that it stays good; null when it never is.</summary>
    public DateTimeOffset? RefreshDueAt { get; init; }

    /// <summary>How far the replacement of a token without expiry has come.</summary>
    public MigrationMark Migration { get; init; }

    /// <summary>The installation and the version: never a token or the shop.</summary>
    public override string ToString() => $"Grant {Version} of {Installation}";
}
