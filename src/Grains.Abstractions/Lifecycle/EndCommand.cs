using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>The order to end an installation.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.EndCommand)]
public sealed record EndCommand
{
    /// <summary>The installation to end; null for whichever is current (an operator's command).</summary>
    [Id(0)]
    public InstallationId? Installation { get; init; }

    /// <summary>The id of the teardown, unless one is already confirming.</summary>
    [Id(1)]
    public required Guid TeardownId { get; init; }

    /// <summary>Why it ends.</summary>
    [Id(2)]
    public required EndCause Cause { get; init; }

    /// <summary>What proves it, as codes.</summary>
    [Id(3)]
    public required ImmutableArray<string> Evidence { get; init; }
}
