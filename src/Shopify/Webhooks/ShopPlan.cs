using System.Text.Json;
using System.Text.RegularExpressions;
using Shopkeeper.Shopify.Http;

namespace Shopkeeper.Shopify.Webhooks;

/// <summary>
/// The plan that a body of <c>shop/update</c> names (https://shopify.dev/docs/api/admin-rest/latest/resources/shop).
/// </summary>
public static partial class ShopPlan
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128 };

    /// <summary>
    /// The plan's name in lower case, such as <c>basic</c> or <c>frozen</c>; null without one that looks like a name.
    /// It never throws.
    /// </summary>
    public static string? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var name = document.RootElement.Text("plan_name")?.ToLowerInvariant();
            return name is not null && Name().IsMatch(name) ? name : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_ -]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
