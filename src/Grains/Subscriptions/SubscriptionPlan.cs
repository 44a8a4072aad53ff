using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Webhooks;
using Shopkeeper.Shopify.Admin;
using Shopkeeper.Shopify.Webhooks;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>
/// Compares what is wanted with what stands at Shopify, and says what to do. Pure. Another deployment of the same app
/// and people with its token have subscriptions there, too: only what is recorded as ours, by its id or by an intent
/// to create it, is ever deleted, and what others go by at an address that is not this service's own never.
/// </summary>
internal sealed class SubscriptionPlan
{
    private readonly IReadOnlyList<WantedSubscription> _wanted;
    private readonly Dictionary<string, WebhookSubscriptionRecord> _records;
    private readonly Dictionary<string, WebhookSubscription> _actual;
    private readonly HashSet<string> _recorded;
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WebhookSubscription> _matches = new(StringComparer.Ordinal);

    private SubscriptionPlan(
        IReadOnlyList<WantedSubscription> wanted,
        IEnumerable<WebhookSubscriptionRecord> records,
        IEnumerable<WebhookSubscription> actual)
    {
        _wanted = wanted;
        _records = records.ToDictionary(record => record.Name, StringComparer.Ordinal);
        // A page that moved while it was read can tell one twice.
        _actual = actual.DistinctBy(one => one.Id).ToDictionary(one => one.Id, StringComparer.Ordinal);
        _recorded = [.. _records.Values.Select(record => record.ShopifyId).OfType<string>()];
    }

    /// <summary>One step for each wanted name, and one for each record that nobody wants any more.</summary>
    public static IReadOnlyList<PlannedStep> Make(
        IReadOnlyList<WantedSubscription> wanted,
        IReadOnlyCollection<WebhookSubscriptionRecord> records,
        IReadOnlyCollection<WebhookSubscription> actual)
    {
        var plan = new SubscriptionPlan(wanted, records, actual);
        plan.Match();
        return [.. wanted.Select(plan.StepFor), .. plan.Drops()];
    }

    // First those that stand as they should under their own name; then whatever stands where it should, ours before
    // others'; what is left is moved there.
    private void Match()
    {
        foreach (var wanted in _wanted)
            if (Own(wanted) is { } own && SubscriptionRules.IsAt(own, wanted)) Claim(wanted, own);
        foreach (var wanted in Unmatched())
        {
            var there = _actual.Values
                .Where(one => !_claimed.Contains(one.Id) && SubscriptionRules.IsAt(one, wanted))
                .OrderByDescending(one => _recorded.Contains(one.Id))
                .ThenByDescending(one => SubscriptionRules.IsAsWanted(one, wanted))
                .FirstOrDefault();
            if (there is not null) Claim(wanted, there);
        }

        foreach (var wanted in Unmatched())
        {
            if (Own(wanted) is { } own && !_claimed.Contains(own.Id) && WebhookTopics.AreSame(own.Topic, wanted.Topic))
                Claim(wanted, own);
        }
    }

    private List<WantedSubscription> Unmatched() => [.. _wanted.Where(one => !_matches.ContainsKey(one.Name))];

    private void Claim(WantedSubscription wanted, WebhookSubscription actual)
    {
        _matches.Add(wanted.Name, actual);
        _claimed.Add(actual.Id);
    }

    private WebhookSubscription? Own(WantedSubscription wanted) =>
        _records.GetValueOrDefault(wanted.Name)?.ShopifyId is { } id ? _actual.GetValueOrDefault(id) : null;

    private PlannedStep StepFor(WantedSubscription wanted)
    {
        var obsolete = _records.TryGetValue(wanted.Name, out var record) ? Unclaimed(record) : [];
        if (!_matches.TryGetValue(wanted.Name, out var actual))
            return new PlannedStep.Create(wanted) { Obsolete = obsolete };
        return SubscriptionRules.IsAsWanted(actual, wanted)
            ? new PlannedStep.Keep(wanted, actual) { Obsolete = obsolete, IsShared = IsShared(wanted, actual) }
            : new PlannedStep.Update(wanted, actual) { Obsolete = obsolete, IsShared = IsShared(wanted, actual) };
    }

    // Once it is shared it stays so under any name. An intent was written when nothing stood there: what it led to is
    // ours.
    private bool IsShared(WantedSubscription wanted, WebhookSubscription actual)
    {
        if (_recorded.Contains(actual.Id))
            return _records.Values.Any(record => record.ShopifyId == actual.Id && record.IsShared);
        return wanted.IsElsewhere
            && !_records.Values.Any(record =>
                SubscriptionRules.MayBeThere(record) && SubscriptionRules.IsAt(actual, record));
    }

    private IEnumerable<PlannedStep> Drops()
    {
        var names = _wanted.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        return _records.Values.Where(record => !names.Contains(record.Name))
            .Select(record => new PlannedStep.Drop(record) { Obsolete = Unclaimed(record) });
    }

    // What a record speaks of and no wanted name took: its id, or whatever an intent led to whose end nobody saw.
    private ImmutableArray<string> Unclaimed(WebhookSubscriptionRecord record) =>
    [
        .. _actual.Values
            .Where(one => !_claimed.Contains(one.Id)
                && ((one.Id == record.ShopifyId && !record.IsShared)
                    || (SubscriptionRules.MayBeThere(record) && !_recorded.Contains(one.Id)
                        && SubscriptionRules.IsAt(one, record))))
            .Select(one => one.Id),
    ];
}
