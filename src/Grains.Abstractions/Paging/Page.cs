namespace Shopkeeper.Grains.Abstractions.Paging;

/// <summary>A part of a list.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="NextCursor">Where the next page begins; null on the last. Opaque to callers.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

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

/// <summary>A cursor that no list of ours gave out. The edge answers 400 and names <c>cursor</c>.</summary>
public sealed class InvalidCursorException() : Exception("The cursor is not one that this list gave out.");
