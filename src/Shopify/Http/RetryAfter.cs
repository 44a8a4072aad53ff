using System.Globalization;
using System.Net.Http.Headers;

namespace Shopkeeper.Shopify.Http;

/// <summary>
/// The header <c>Retry-After</c>. Shopify sends seconds with a fraction (<c>2.0</c>), which .NET's own reader
/// refuses; proxies send whole seconds or a date.
/// </summary>
internal static class RetryAfter
{
    /// <summary>Longer waits are cut to this: an hour.</summary>
    public static readonly TimeSpan Maximum = TimeSpan.FromHours(1);

    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time)
    {
        if (!headers.TryGetValues("Retry-After", out var values)) return null;
        return Parse(string.Join(',', values), time.GetUtcNow());
    }

    /// <summary>Null when the text is neither seconds nor a date.</summary>
    public static TimeSpan? Parse(string text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite
            | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds)
            && double.IsFinite(seconds))
        {
            return seconds < Maximum.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Maximum;
        }
        if (!DateTimeOffset.TryParseExact(
            text.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return null;
        }
        var wait = at - now;
        if (wait < TimeSpan.Zero) return TimeSpan.Zero;
        return wait < Maximum ? wait : Maximum;
    }
}
