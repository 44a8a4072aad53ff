namespace Shopkeeper.Grains.Abstractions.Paging;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Cursor">Where to begin, from an earlier page; null for the start.</param>
/// <param name="Limit">1 to 250.</param>
public readonly record struct PageRequest(string? Cursor, int Limit)
{
    /// <summary>The greatest page.</summary>
    public const int MaximumLimit = 250;

    /// <summary>The page when none is asked for.</summary>
    public const int DefaultLimit = 50;
}
