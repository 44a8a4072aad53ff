using System.Collections.Frozen;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Webhooks;
using WebhookSubscription = Shopkeeper.Shopify.Admin.WebhookSubscription;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>Which subscriptions are wanted, and which of a shop's are ours. Pure.</summary>
internal static class SubscriptionRules
{
    /// <summary>Where deliveries come in, below the app's address.</summary>
    public const string Path = "webhooks";

    /// <summary>Why a topic is missing while the call to create it is under way.</summary>
    public const string BeingCreated = "being-created";

    // The codes of the failures after which Shopify may have made it all the same.
    private static readonly FrozenSet<string> Unsure = Enum.GetValues<AdminFailureKind>()
        .Select(kind => new AdminFailure { Kind = kind })
        .Where(failure => failure.MayHaveHappened)
        .Select(failure => failure.Code)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The wanted topics in order, each once.</summary>
    public static IReadOnlyList<string> Wanted(IEnumerable<string> configured, IEnumerable<string> handled)
    {
        var chosen = configured.ToArray();
        return (chosen.Length == 0 ? [WebhookTopics.AppUninstalled] : chosen)
            .Concat(handled)
            .Select(text => WebhookTopics.TryNormalize(text, out var topic) ? topic : null)
            .OfType<string>()
            .Where(topic => !WebhookTopics.IsCompliance(topic))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>The address for deliveries: <c>{AppUrl}/webhooks</c>.</summary>
    public static Uri Callback(string appUrl) => new(appUrl.TrimEnd('/') + "/" + Path);

    /// <summary>The shop's subscription to the topic with our address, if there is one.</summary>
    public static WebhookSubscription? Ours(IEnumerable<WebhookSubscription> actual, string topic, Uri callback) =>
        actual.FirstOrDefault(subscription =>
            IsTopic(subscription, topic) && IsAddress(subscription.Uri, callback));

    /// <summary>
    /// True for a record without an id for which Shopify never said that it made nothing: the subscription may be
    /// there.
    /// </summary>
    public static bool MayBeThere(WebhookSubscriptionRecord record) =>
        record.ShopifyId is null
        && (record.MissingBecause is null or BeingCreated || Unsure.Contains(record.MissingBecause));

    // Shopify answers with its enum, which the client can translate back only for the topics it knows.
    private static bool IsTopic(WebhookSubscription subscription, string topic) =>
        WebhookTopics.ToGraphQlEnum(subscription.Topic) == WebhookTopics.ToGraphQlEnum(topic);

    private static bool IsAddress(string address, Uri callback) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri == callback;
}
