using System.Collections.Immutable;

namespace Shopkeeper.Grains.Abstractions.Lifecycle;

/// <summary>The order to reset a shop: the current stay's data go, the access goes on in a new stay.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ResetCommand)]
public sealed record ResetCommand
{
    /// <summary>The id of the teardown: by it the order is known again when it is repeated.</summary>
    [Id(0)]
    public required Guid TeardownId { get; init; }

    /// <summary>Who ordered it, as codes; they stand in the certificate.</summary>
    [Id(1)]
    public required ImmutableArray<string> Evidence { get; init; }

    /// <summary>True when a repeated order has a teardown that stands still tried again (an operator's).</summary>
    [Id(2)]
    public bool Resumes { get; init; }
}
