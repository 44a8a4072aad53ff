using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>What the shop made of a new grant.</summary>
public enum AcceptGrantOutcome
{
    /// <summary>The current installation is another one than the grant was compared with: compare again.</summary>
    CompareAgain = 0,

    /// <summary>A new stay began.</summary>
    Installed = 1,

    /// <summary>The current stay goes on with the new grant.</summary>
    Reauthorized = 2,
}

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
