using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Sessions;

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

    /// <summary>What the installation's grant is worth.</summary>
    [Id(3)]
    public AccessState Access { get; init; }

    /// <summary>
    /// True when the session was not known, or has not been looked at for a while: then it is time to ask whether
    /// Shopify still takes the grant.
    /// </summary>
    [Id(4)]
    public bool FirstSight { get; init; }

    /// <summary>True when a user's session wants an online token of its own.</summary>
    [Id(5)]
    public bool WantsOnline { get; init; }
}
