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
}
