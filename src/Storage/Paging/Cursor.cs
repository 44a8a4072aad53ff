using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Shopkeeper.Grains.Abstractions.Paging;

namespace Shopkeeper.Storage.Paging;

/// <summary>
/// Where a page ended: the list's name and the last row's place in its order, so that a cursor of one list is refused
/// by another, and rows that come or go between two pages shift nothing.
/// </summary>
internal static class Cursor
{
    private const int MaximumLength = 400;
    private static readonly long LatestMoment = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static string Write(string list, string place) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}:{place}"));

    /// <returns>Null when there is no cursor: the list begins at its start.</returns>
    public static string? Read(string list, string? cursor)
    {
        if (cursor is null)
            return null;
        var text = cursor.Length is > 0 and <= MaximumLength && Base64Url.IsValid(cursor)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor))
            : "";

        // Written again it is the same: nothing is smuggled in by another spelling.
        return text.StartsWith(list + ":", StringComparison.Ordinal) && Write(list, text[(list.Length + 1)..]) == cursor
            ? text[(list.Length + 1)..]
            : throw new InvalidCursorException();
    }

    public static long? ReadNumber(string list, string? cursor) => Read(list, cursor) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new InvalidCursorException(),
    };

    public static Guid? ReadId(string list, string? cursor) => Read(list, cursor) switch
    {
        null => null,
        var text when Guid.TryParseExact(text, "D", out var id) => id,
        _ => throw new InvalidCursorException(),
    };

    /// <summary>The place of a row in a list by time, and by id among rows of one time.</summary>
    public static string Moment(DateTimeOffset at, Guid id) => $"{at.ToUnixTimeMilliseconds()}.{id:D}";

    public static (DateTimeOffset? At, Guid? Id) ReadMoment(string list, string? cursor)
    {
        if (Read(list, cursor) is not { } text)
            return (null, null);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at <= LatestMoment && Guid.TryParseExact(text.AsSpan(dot + 1), "D", out var id)
                ? (DateTimeOffset.FromUnixTimeMilliseconds(at), id)
                : throw new InvalidCursorException();
    }

    /// <summary>Makes a page of rows of which one more was asked for than the page holds.</summary>
    public static Page<T> Page<TRow, T>(
        string list, IReadOnlyList<TRow> rows, int limit, Func<TRow, string> place, Func<TRow, T> item)
    {
        var taken = rows.Take(limit).ToArray();
        return new Page<T>(
            taken.Select(item).ToList(),
            rows.Count > limit ? Write(list, place(taken[^1])) : null);
    }

    /// <summary>How many rows to ask for: one more than the page holds tells whether there is another page.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 250.</exception>
    public static int RowsFor(PageRequest page)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Limit, 1, nameof(page));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(page.Limit, PageRequest.MaximumLimit, nameof(page));
        return page.Limit + 1;
    }
}
