namespace Shopkeeper.Shopify.Admin;

/// <summary>A subscription created through the Admin API. Those of the app's TOML file are not visible there.</summary>
/// <param name="Id"><c>gid://shopify/WebhookSubscription/…</c>.</param>
/// <param name="Topic">
/// The topic as in deliveries, <c>app/uninstalled</c>, when it is one of ours; else Shopify's enum value.
/// </param>
/// <param name="Uri">Where deliveries go: an https address, a Pub/Sub topic or an event bus.</param>
public sealed record WebhookSubscription(string Id, string Topic, string Uri);
