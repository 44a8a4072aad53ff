using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>What access is worth, and whether that was found out or is merely what was known before.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.AccessCheck)]
public sealed record AccessCheck
{
    /// <summary>What is known of access.</summary>
    [Id(0)]
    public required AccessState State { get; init; }

    /// <summary>What that rests on.</summary>
    [Id(1)]
    public AccessAnswer Answer { get; init; }

    /// <summary>
    /// True when a session token in hand is worth an exchange: the grant is refused, or gives no token. An app that was
    /// uninstalled and installed again while its token had expired shows itself in no other way.
    /// </summary>
    public bool NeedsNewGrant => State.NeedsNewGrant() || Answer == AccessAnswer.NoToken;
}
