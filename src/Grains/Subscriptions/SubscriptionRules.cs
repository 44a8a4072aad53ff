using System.Collections.Frozen;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>Which subscription is which, and what an answer makes of a record. Pure.</summary>
internal static class SubscriptionRules
{
    /// <summary>Why one is not in place while the call to create it is under way.</summary>
    public const string BeingCreated = "being-created";

    /// <summary>Shopify made something else of it than was asked for.</summary>
    public const string KeptOtherwise = "shopify-keeps-it-otherwise";

    // The codes of the failures after which Shopify may have made it all the same.
    private static readonly FrozenSet<string> Unsure = Enum.GetValues<AdminFailureKind>()
        .Select(kind => new AdminFailure { Kind = kind })
        .Where(failure => failure.MayHaveHappened)
        .Select(failure => failure.Code)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// True when a subscription has this topic, address and filter: Shopify takes only one such. Topics are compared in
    /// the form in which Shopify tells them.
    /// </summary>
    public static bool IsAt(WebhookSubscription actual, string topic, string uri, string? filter) =>
        WebhookTopics.AreSame(actual.Topic, topic) && SameAddress(actual.Uri, uri) && actual.Filter == filter;

    /// <inheritdoc cref="IsAt(WebhookSubscription, string, string, string?)"/>
    public static bool IsAt(WebhookSubscription actual, WantedSubscription wanted) =>
        IsAt(actual, wanted.Topic, wanted.Uri, wanted.Filter);

    /// <summary>The same for what a record speaks of.</summary>
    public static bool IsAt(WebhookSubscription actual, WebhookSubscriptionRecord record) =>
        IsAt(actual, record.Topic, record.Uri, record.Filter);

    /// <summary>True when a subscription stands just as it is wanted; the order of fields does not count.</summary>
    public static bool IsAsWanted(WebhookSubscription actual, WantedSubscription wanted) =>
        IsAt(actual, wanted)
        && actual.Format == WebhookSubscription.JsonFormat
        && SameNames(actual.IncludeFields, wanted.IncludeFields)
        && SameNames(actual.MetafieldNamespaces, wanted.MetafieldNamespaces);

    /// <summary>True when a record speaks of just what is wanted.</summary>
    public static bool IsAsWanted(WebhookSubscriptionRecord record, WantedSubscription wanted) =>
        WebhookTopics.AreSame(record.Topic, wanted.Topic) && SameAddress(record.Uri, wanted.Uri)
        && record.Filter == wanted.Filter
        && SameNames(record.IncludeFields, wanted.IncludeFields)
        && SameNames(record.MetafieldNamespaces, wanted.MetafieldNamespaces);

    /// <summary>
    /// True for a record without an id for which Shopify never said that it made nothing: the subscription may be
    /// there.
    /// </summary>
    public static bool MayBeThere(WebhookSubscriptionRecord record) =>
        record.ShopifyId is null
        && (record.State == SubscriptionState.BeingCreated || (record.Reason is { } why && Unsure.Contains(why)));

    /// <summary>
    /// True when a filter, fields or namespaces that should be gone stay although Shopify took the change: only a new
    /// subscription is without them.
    /// </summary>
    public static bool NeedsReplacing(WebhookSubscription changed, WantedSubscription wanted) =>
        (wanted.Filter is null && changed.Filter is not null)
        || (wanted.IncludeFields.IsEmpty && changed.IncludeFields.Count > 0)
        || (wanted.MetafieldNamespaces.IsEmpty && changed.MetafieldNamespaces.Count > 0);

    /// <summary>The intent: written before the call that creates it.</summary>
    public static WebhookSubscriptionRecord Intended(WantedSubscription wanted, DateTimeOffset now) =>
        Record(wanted, null, SubscriptionState.BeingCreated, BeingCreated, now);

    /// <summary>What stands at Shopify, as a record.</summary>
    public static WebhookSubscriptionRecord Found(
        WantedSubscription wanted, WebhookSubscription actual, DateTimeOffset now) =>
        IsAsWanted(actual, wanted)
            ? Record(wanted, actual, SubscriptionState.InPlace, null, now)
            : Record(wanted, actual, SubscriptionState.Different, KeptOtherwise, now);

    /// <summary>A call to create it failed.</summary>
    public static WebhookSubscriptionRecord NotCreated(
        WantedSubscription wanted, AdminFailure failure, DateTimeOffset now) =>
        Record(
            wanted,
            null,
            failure.Kind == AdminFailureKind.Refused ? SubscriptionState.Refused
                : failure.MayHaveHappened ? SubscriptionState.BeingCreated
                : SubscriptionState.Missing,
            failure.Code,
            now);

    /// <summary>A call to change it failed: what stands is ours and not as wanted.</summary>
    public static WebhookSubscriptionRecord NotChanged(
        WantedSubscription wanted, WebhookSubscription actual, AdminFailure failure, DateTimeOffset now) =>
        Record(wanted, actual, SubscriptionState.Different, failure.Code, now);

    private static WebhookSubscriptionRecord Record(
        WantedSubscription wanted,
        WebhookSubscription? actual,
        SubscriptionState state,
        string? reason,
        DateTimeOffset now) => new()
    {
        Name = wanted.Name,
        Topic = wanted.Topic,
        Uri = wanted.Uri,
        Filter = wanted.Filter,
        IncludeFields = wanted.IncludeFields,
        MetafieldNamespaces = wanted.MetafieldNamespaces,
        ShopifyId = actual?.Id,
        State = state,
        Reason = reason,
        Actual = actual is null ? null : Seen(actual),
        CheckedAt = now,
    };

    private static ActualSubscription Seen(WebhookSubscription actual) => new()
    {
        Uri = actual.Uri,
        Filter = actual.Filter,
        IncludeFields = [.. actual.IncludeFields],
        MetafieldNamespaces = [.. actual.MetafieldNamespaces],
        Format = actual.Format,
    };

    private static bool SameAddress(string one, string other) =>
        one == other || (Uri.TryCreate(one, UriKind.Absolute, out var first)
            && Uri.TryCreate(other, UriKind.Absolute, out var second)
            && first.Scheme.StartsWith("http", StringComparison.Ordinal) && first == second);

    private static bool SameNames(IEnumerable<string> one, IEnumerable<string> other) =>
        one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
