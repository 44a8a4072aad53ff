using Shopkeeper.Grains.Abstractions.Paging;

namespace Shopkeeper.Frontend.Paging;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">What to send as <c>cursor</c> for the next part; null on the last.</param>
public sealed record PageView<T>(IReadOnlyList<T> Items, string? NextCursor);

internal static class PageView
{
    public static PageView<TView> Of<T, TView>(Page<T> page, Func<T, TView> view) =>
        new([.. page.Items.Select(view)], page.NextCursor);
}
