using System.Diagnostics.Metrics;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.RateBudget;

/// <summary>How long calls wait for their shop's budget, and how many are made without one.</summary>
internal sealed class BudgetMetrics
{
    private readonly Histogram<double> _waits;
    private readonly Counter<long> _unreserved;
    private readonly Counter<long> _held;

    /// <summary>Makes the instruments.</summary>
    public BudgetMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create("Shopkeeper");
        _waits = meter.CreateHistogram<double>(
            "shopkeeper.budget.wait", unit: "s", description: "How long calls waited for their shop's budget.");
        _unreserved = meter.CreateCounter<long>(
            "shopkeeper.budget.unreserved", unit: "{call}", description: "Calls made without a budget, by reason.");
        _held = meter.CreateCounter<long>(
            "shopkeeper.budget.held", unit: "{call}",
            description: "Calls not made because Shopify holds the shop's calls to be malicious (430), by priority.");
    }

    /// <summary>A call got its points.</summary>
    public void RecordWait(CallPriority priority, TimeSpan waited) =>
        _waits.Record(waited.TotalSeconds, new KeyValuePair<string, object?>("priority", Word(priority)));

    /// <summary>A call goes without.</summary>
    public void CountUnreserved(string reason) =>
        _unreserved.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A call is not made, because Shopify rejects the shop's calls.</summary>
    public void CountHeld(CallPriority priority) =>
        _held.Add(1, new KeyValuePair<string, object?>("priority", Word(priority)));

    private static string Word(CallPriority priority) => priority switch
    {
        CallPriority.Sync => "sync",
        CallPriority.App => "app",
        CallPriority.Install => "install",
        CallPriority.Teardown => "teardown",
        _ => throw new ArgumentOutOfRangeException(nameof(priority)),
    };
}
