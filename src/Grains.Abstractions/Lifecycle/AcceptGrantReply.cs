using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>The shop's answer to a new grant.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.AcceptGrantReply)]
public sealed record AcceptGrantReply
{
    /// <summary>What became of the grant.</summary>
    [Id(0)]
    public required AcceptGrantOutcome Outcome { get; init; }

    /// <summary>The current installation.</summary>
    [Id(1)]
    public Installation? Installation { get; init; }
}
