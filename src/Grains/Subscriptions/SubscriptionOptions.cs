namespace Shopkeeper.Grains.Subscriptions;

/// <summary>What to subscribe to in each shop: section <c>Webhooks</c> of the configuration.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Webhooks";

    /// <summary>
    /// Topics without filter or fields, such as <c>orders/create</c>, at most 200. Where neither this nor
    /// <see cref="Subscriptions"/> holds anything, <c>app/uninstalled</c> is wanted. The topics of registered webhook
    /// handlers come on top. Compliance topics can't be subscribed by a call: declare them in the app's TOML file
    /// (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance).
    /// </summary>
    public IList<string> Topics { get; } = [];

    /// <summary>Subscriptions with filter, fields or another address, by name, at most 200.</summary>
    public IDictionary<string, SubscriptionEntryOptions> Subscriptions { get; } =
        new Dictionary<string, SubscriptionEntryOptions>(StringComparer.Ordinal);

    /// <summary>When and how fast shops are compared with what is wanted.</summary>
    public ReconcileOptions Reconcile { get; } = new();
}
