namespace Shopkeeper.Grains.Certificates;

/// <summary>A number of rows, files or entries.</summary>
public sealed record CountClaim
{
    /// <summary>The store, or the kind, as a code.</summary>
    public required string Store { get; init; }

    /// <summary>How many.</summary>
    public required long Count { get; init; }
}
