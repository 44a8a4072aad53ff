using System.Globalization;
using System.Text.Json;
using Shopkeeper.Shopify.Http;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Shopify.Admin;

/// <summary>Reads the values out of answers; null when an answer has another shape than documented.</summary>
internal static class AdminAnswers
{
    public static InstallationProbe? Probe(JsonElement data)
    {
        const string ShopGid = "gid://shopify/Shop/";
        if (data.Child("currentAppInstallation")?.Text("id") is not { Length: > 0 } installationId) return null;
        if (data.Child("shop") is not { } shop) return null;
        if (shop.Text("id") is not { } gid || !gid.StartsWith(ShopGid, StringComparison.Ordinal)) return null;
        var digits = gid.AsSpan(ShopGid.Length);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        if (!ShopDomain.TryParse(shop.Text("myshopifyDomain"), out var domain)) return null;
        return new InstallationProbe
        {
            AppInstallationId = installationId,
            ShopId = id,
            Shop = domain,
            Name = shop.Text("name") ?? "",
            Email = shop.Text("email"),
        };
    }

    public static WebhookSubscription? Subscription(JsonElement node) =>
        node.Text("id") is { Length: > 0 } id && node.Text("topic") is { } topic
            ? new WebhookSubscription(id, WebhookTopics.FromGraphQlEnum(topic), node.Text("uri") ?? "")
            {
                Filter = node.Text("filter") is { Length: > 0 } filter ? filter : null,
                IncludeFields = Texts(node, "includeFields"),
                MetafieldNamespaces = Texts(node, "metafieldNamespaces"),
                Format = node.Text("format") ?? WebhookSubscription.JsonFormat,
            }
            : null;

    /// <summary>The subscription that a mutation answers with.</summary>
    public static WebhookSubscription? Changed(JsonElement payload) =>
        payload.Child("webhookSubscription") is { } changed ? Subscription(changed) : null;

    public static Product? Product(JsonElement node) =>
        node.Text("id") is { Length: > 0 } id
        && node.Text("title") is { } title
        && node.Text("handle") is { } handle
        && DateTimeOffset.TryParse(
            node.Text("updatedAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var updatedAt)
            ? new Product(id, title, handle, updatedAt)
            : null;

    /// <summary>
    /// All nodes of a connection; null when one of them can't be read: a part must not pass for the whole.
    /// </summary>
    public static List<T>? Nodes<T>(JsonElement connection, Func<JsonElement, T?> read)
        where T : class
    {
        if (connection.Child("nodes") is not { ValueKind: JsonValueKind.Array }) return null;
        var values = new List<T>();
        foreach (var node in connection.Items("nodes"))
        {
            if (read(node) is not { } value) return null;
            values.Add(value);
        }
        return values;
    }

    private static string[] Texts(JsonElement node, string name) =>
        [.. node.Items(name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
}
