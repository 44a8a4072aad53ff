namespace Shopkeeper.Grains.Certificates;

/// <summary>Something that was not erased.</summary>
public sealed record NotErasedClaim
{
    /// <summary>The step that could not erase it.</summary>
    public required string Step { get; init; }

    /// <summary>Where it is, as a code.</summary>
    public required string Store { get; init; }

    /// <summary>What it is, as a code.</summary>
    public required string Kind { get; init; }

    /// <summary>The last count known; null when there is none.</summary>
    public required long? Count { get; init; }

    /// <summary>Why, as a code.</summary>
    public required string Reason { get; init; }
}
