using System.Text.Json;
using Shopkeeper.Shopify.Http;

namespace Shopkeeper.Shopify.Admin;

/// <summary>
/// Follows pages and refuses to walk in a circle: a server that repeats a cursor, or says that there is more and not
/// where, would otherwise be asked for ever.
/// </summary>
internal sealed class CursorTrail
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Takes the page's info; false when it is missing or leads nowhere new.</summary>
    /// <param name="connection">The connection that holds <c>pageInfo</c>.</param>
    /// <param name="asked">The cursor that this page was asked with.</param>
    /// <param name="next">The next page's cursor; null when this was the last.</param>
    public bool TryAdvance(JsonElement connection, string? asked, out string? next)
    {
        next = null;
        if (asked is not null) _seen.Add(asked);
        if (connection.Child("pageInfo") is not { } info || info.Flag("hasNextPage") is not { } more) return false;
        if (!more) return true;
        next = info.Text("endCursor");
        return next is { Length: > 0 and <= 4096 } && _seen.Add(next);
    }
}
