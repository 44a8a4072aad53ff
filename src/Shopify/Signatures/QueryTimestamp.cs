using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Shopkeeper.Shopify.Signatures;

/// <summary>
/// The age of a signed query. Shopify's documentation asks for no check; the official library makes this one, so that a
/// captured address does not work for ever.
/// </summary>
public static class QueryTimestamp
{
    /// <summary>How far <c>timestamp</c> may be from now, either way: 90 s.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(90);

    /// <summary>
    /// True when <c>timestamp</c> stands once, is a whole number of seconds and within <see cref="Tolerance"/>.
    /// </summary>
    public static bool IsFresh(IQueryCollection query, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(time);
        var values = query["timestamp"];
        if (values.Count != 1) return false;
        if (!long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return seconds >= now - (long)Tolerance.TotalSeconds && seconds <= now + (long)Tolerance.TotalSeconds;
    }
}
