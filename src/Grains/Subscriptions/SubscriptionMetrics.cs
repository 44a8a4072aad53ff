using System.Diagnostics.Metrics;

namespace Shopkeeper.Grains.Subscriptions;

/// <summary>Counts comparisons and the steps that they led to.</summary>
internal sealed class SubscriptionMetrics
{
    private readonly Counter<long> _steps;
    private readonly Counter<long> _comparisons;

    public SubscriptionMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create("Shopkeeper.Subscriptions");
        _comparisons = meter.CreateCounter<long>(
            "shopkeeper.webhooks.comparisons", "{comparison}", "Comparisons of a shop's subscriptions with Shopify.");
        _steps = meter.CreateCounter<long>(
            "shopkeeper.webhooks.steps", "{step}", "What comparisons led to, by kind of step.");
    }

    public void Compared(IReadOnlyList<PlannedStep> steps, SubscriptionChanges changes)
    {
        _comparisons.Add(1, new KeyValuePair<string, object?>("outcome", changes.Failure?.Code ?? "ok"));
        foreach (var kind in steps.CountBy(Kind))
            _steps.Add(kind.Value, new KeyValuePair<string, object?>("step", kind.Key));
    }

    private static string Kind(PlannedStep step) => step switch
    {
        PlannedStep.Keep => "keep",
        PlannedStep.Create => "create",
        PlannedStep.Update => "update",
        _ => "drop",
    };
}
