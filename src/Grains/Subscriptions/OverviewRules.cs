using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>How what is wanted and what is recorded are shown side by side. Pure.</summary>
internal static class OverviewRules
{
    /// <summary>It was not compared with Shopify yet since it is wanted.</summary>
    public const string NotComparedYet = "not-compared-yet";

    /// <summary>It stands, and the next comparison removes it.</summary>
    public const string WantedNoMore = "wanted-no-more";

    /// <summary>A compliance topic: no call can subscribe it.</summary>
    public const string ComplianceTopic = "compliance-topic";

    /// <summary>One item for each wanted, declared and recorded name, by name.</summary>
    public static ImmutableArray<SubscriptionItem> Describe(
        WantedSet wanted, IReadOnlyList<WebhookSubscriptionRecord> records)
    {
        var byName = records.ToDictionary(record => record.Name, StringComparer.Ordinal);
        var names = wanted.Items.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. wanted.Items.Select(item => Of(item, byName.GetValueOrDefault(item.Name)))
                .Concat(wanted.Declared.Select(item =>
                    Item(item) with { State = SubscriptionState.DeclareInToml, Reason = ComplianceTopic }))
                .Concat(records.Where(record => !names.Contains(record.Name)).Select(Left))
                .OrderBy(item => item.Name, StringComparer.Ordinal),
        ];
    }

    private static SubscriptionItem Of(WantedSubscription wanted, WebhookSubscriptionRecord? record)
    {
        var item = Item(wanted);
        if (record is null) return item with { State = SubscriptionState.Missing, Reason = NotComparedYet };
        var compared = item with
        {
            ShopifyId = record.ShopifyId, CheckedAt = record.CheckedAt, Actual = record.Actual,
        };
        if (SubscriptionRules.IsAsWanted(record, wanted))
            return compared with { State = record.State, Reason = record.Reason };
        return compared with
        {
            State = record.ShopifyId is null ? SubscriptionState.Missing : SubscriptionState.Different,
            Reason = NotComparedYet,
        };
    }

    private static SubscriptionItem Item(WantedSubscription wanted) => new()
    {
        Name = wanted.Name,
        Topic = wanted.Topic,
        Uri = wanted.Uri,
        Filter = wanted.Filter,
        IncludeFields = wanted.IncludeFields,
        MetafieldNamespaces = wanted.MetafieldNamespaces,
        State = SubscriptionState.Missing,
    };

    private static SubscriptionItem Left(WebhookSubscriptionRecord record) => new()
    {
        Name = record.Name,
        Topic = record.Topic,
        Uri = record.Uri,
        Filter = record.Filter,
        IncludeFields = record.IncludeFields,
        MetafieldNamespaces = record.MetafieldNamespaces,
        State = SubscriptionState.Different,
        Reason = WantedNoMore,
        ShopifyId = record.ShopifyId,
        CheckedAt = record.CheckedAt,
        Actual = record.Actual,
    };
}
