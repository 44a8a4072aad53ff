using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>The answer to <see cref="EndCommand"/>.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.EndReply)]
public sealed record EndReply
{
    /// <summary>What the fence found.</summary>
    [Id(0)]
    public required FenceOutcome Outcome { get; init; }

    /// <summary>The teardown that ends the installation.</summary>
    [Id(1)]
    public Guid TeardownId { get; init; }

    /// <summary>The installation that ended.</summary>
    [Id(2)]
    public InstallationId? Installation { get; init; }

    /// <summary>The stay that a reset began; null otherwise.</summary>
    [Id(3)]
    public Installation? Successor { get; init; }
}
