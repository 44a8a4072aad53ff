namespace Shopkeeper.Grains.Subscriptions;

/// <summary>What to subscribe to in each shop: section <c>Webhooks</c> of the configuration.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Webhooks";

    /// <summary>
    /// The topics, such as <c>orders/create</c>, at most 200. Empty, the default, means <c>app/uninstalled</c>. The
    /// topics of registered webhook handlers come on top. Compliance topics can't be subscribed by a call: declare them
    /// in the app's TOML file (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance).
    /// </summary>
    public IList<string> Topics { get; } = [];
}
