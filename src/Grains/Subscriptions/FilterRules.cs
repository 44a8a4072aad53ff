using System.Text.RegularExpressions;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>
/// What can be told of a filter without Shopify: the fields that it names. Pure. Shopify takes a filter on a field that
/// deliveries do not hold, and then delivers nothing (https://shopify.dev/docs/apps/build/webhooks/customize/filters).
/// </summary>
internal static partial class FilterRules
{
    /// <summary>The fields named before a colon, such as <c>variants.price</c> in <c>variants.price:>=10</c>.</summary>
    public static IEnumerable<string> FieldsOf(string filter) =>
        Field().Matches(Quoted().Replace(filter, "")).Select(match => match.Groups[1].Value)
            .Distinct(StringComparer.Ordinal);

    /// <summary>The fields of the filter that deliveries with these fields do not hold; none for all fields.</summary>
    public static IReadOnlyList<string> FieldsMissing(string filter, IReadOnlyCollection<string> includeFields) =>
        includeFields.Count == 0
            ? []
            : [.. FieldsOf(filter).Where(field => !includeFields.Any(included => Holds(included.Trim(), field)))];

    // A field holds what lies below it.
    private static bool Holds(string included, string field) =>
        field == included || field.StartsWith(included + ".", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w.:])([A-Za-z_][A-Za-z0-9_.]*)\s*:", RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
