namespace Shopkeeper.Grains.Subscriptions;

/// <summary>
/// One wanted subscription: <c>Webhooks:Subscriptions:{name}</c>. The name is 1 to 50 letters, digits, hyphens and
/// underscores.
/// </summary>
public sealed class SubscriptionEntryOptions
{
    /// <summary>The topic, such as <c>orders/create</c>. Required.</summary>
    public string Topic { get; set; } = "";

    /// <summary>
    /// Where Shopify delivers: an https address (plain http on loopback), <c>pubsub://{project}:{topic}</c>, or the ARN
    /// of an EventBridge event source. Empty, the default, means <c>{Shopify:AppUrl}/webhooks</c>, the only address
    /// whose deliveries come here.
    /// </summary>
    public string Uri { get; set; } = "";

    /// <summary>
    /// A filter in Shopify's search syntax, at most 4,096 characters
    /// (https://shopify.dev/docs/apps/build/webhooks/customize/filters). A field that does not exist is taken by
    /// Shopify without a word and then nothing is ever delivered. Empty, the default, for none.
    /// </summary>
    public string Filter { get; set; } = "";

    /// <summary>The fields that deliveries hold, at most 250; those of the filter among them. Empty for all.</summary>
    public IList<string> IncludeFields { get; } = [];

    /// <summary>The namespaces of metafields that deliveries hold, at most 250.</summary>
    public IList<string> MetafieldNamespaces { get; } = [];
}
