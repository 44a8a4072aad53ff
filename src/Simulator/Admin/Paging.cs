using System.Globalization;
using System.Text;
using GraphQL;

namespace Shopkeeper.Simulator.Admin;

/// <summary>A page of a connection, as Shopify cuts them: <c>first</c> is required and at most 250.</summary>
internal static class Paging
{
    private const int Maximum = 250;

    /// <param name="count">How many elements there are in all.</param>
    /// <param name="first">How many are wanted.</param>
    /// <param name="after">The cursor of the element before the first wanted.</param>
    /// <param name="at">The element at a position; their keys grow.</param>
    /// <param name="key">What a cursor remembers of an element: its place in an order that outlives deletions.</param>
    /// <exception cref="ExecutionError">Arguments that Shopify refuses.</exception>
    public static Connection<T> Page<T>(int count, int? first, string? after, Func<int, T> at, Func<T, string> key)
    {
        if (first is null) throw new ExecutionError("you must provide one of first or last");
        if (first is < 0 or > Maximum) throw new ExecutionError($"first can't be negative or exceed {Maximum}");
        var start = 0;
        if (after is not null)
        {
            var last = Decode(after);
            for (var end = count; start < end;)
            {
                var middle = (start + end) / 2;
                if (string.CompareOrdinal(key(at(middle)), last) <= 0) start = middle + 1;
                else end = middle;
            }
        }

        var nodes = Enumerable.Range(start, Math.Min(first.Value, count - start)).Select(at).ToList();
        var edges = nodes.ConvertAll(node => new Edge<T>(Encode(key(node)), node));
        return new Connection<T>(nodes, edges, new PageInfo(
            start + nodes.Count < count, start > 0, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor));
    }

    /// <summary>A number as a key whose ordinal order is the number's.</summary>
    public static string Key(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The number at the end of a global id.</summary>
    public static string Key(string globalId) =>
        Key(long.Parse(globalId[(globalId.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture));

    private static string Encode(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"after:{key}"));

    private static string Decode(string cursor)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(cursor));
            if (text.StartsWith("after:", StringComparison.Ordinal)) return text["after:".Length..];
        }
        catch (FormatException)
        {
            // Not base64: refused below, as every other cursor that is not ours.
        }

        throw new ExecutionError("Invalid cursor for current pagination sort.");
    }

    internal sealed record Connection<T>(IReadOnlyList<T> Nodes, IReadOnlyList<Edge<T>> Edges, PageInfo PageInfo);

    internal sealed record Edge<T>(string Cursor, T Node);

    internal sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);
}
