namespace Shopkeeper.Shopify.Admin;

/// <summary>A subscription created through the Admin API. Those of the app's TOML file are not visible there.</summary>
/// <param name="Id"><c>gid://shopify/WebhookSubscription/…</c>.</param>
/// <param name="Topic">
/// The topic as in deliveries, <c>app/uninstalled</c>, when it is one that is known; else Shopify's enum value.
/// </param>
/// <param name="Uri">Where deliveries go: an https address, a Pub/Sub topic or an event bus.</param>
public sealed record WebhookSubscription(string Id, string Topic, string Uri)
{
    /// <summary>The filter in Shopify's search syntax; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The fields that deliveries hold; empty for all.</summary>
    public IReadOnlyList<string> IncludeFields { get; init; } = [];

    /// <summary>The namespaces of metafields that deliveries hold.</summary>
    public IReadOnlyList<string> MetafieldNamespaces { get; init; } = [];

    /// <summary><c>JSON</c> or <c>XML</c>.</summary>
    public string Format { get; init; } = JsonFormat;

    /// <summary>The format that we read.</summary>
    public const string JsonFormat = "JSON";
}
