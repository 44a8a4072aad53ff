using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Silo.Observability;

/// <summary>
/// Shows the last levels read. They are the whole cluster's, so every silo shows the same: take the maximum of them.
/// </summary>
internal sealed class LevelGauges
{
    private static readonly FrozenDictionary<AccessState, string> Reasons = Enum.GetValues<AccessState>()
        .Where(state => state != AccessState.Fine)
        .ToFrozenDictionary(state => state, state => JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString()));

    private readonly Meter _meter;
    private WorkLevels? _last;

    public LevelGauges(IMeterFactory meters)
    {
        _meter = meters.Create("Shopkeeper.Levels");
        Gauge("shopkeeper.installations", "{installation}", "Stays that have not ended.", last => last.Installed);
        Gauge("shopkeeper.installations.dormant", "{installation}", "Those without access.", last => last.Dormant);
        _meter.CreateObservableGauge<long>(
            "shopkeeper.access.dormant", DormantByReason, "{installation}", "Stays without access, by reason.");
        Gauge(
            "shopkeeper.teardowns.confirming", "{teardown}", "Ends being confirmed.", last => last.TeardownsConfirming);
        Gauge("shopkeeper.teardowns.running", "{teardown}", "Teardowns running.", last => last.TeardownsRunning);
        Gauge(
            "shopkeeper.teardowns.stalled", "{teardown}", "Teardowns that wait for an operator.",
            last => last.TeardownsStalled);
        Gauge(
            "shopkeeper.teardowns.oldest", "s", "Age of the oldest end that has no certificate.",
            last => (long)(last.OldestEnd is { } end ? last.At - end : TimeSpan.Zero).TotalSeconds);
        Gauge("shopkeeper.inbox.waiting", "{delivery}", "Deliveries to be handled.", last => last.DeliveriesWaiting);
        Gauge("shopkeeper.inbox.dead", "{delivery}", "Deliveries given up.", last => last.DeliveriesDead);
        Gauge("shopkeeper.jobs.queued", "{job}", "Jobs that wait.", last => last.JobsQueued);
        Gauge("shopkeeper.jobs.leased", "{job}", "Jobs under a lease.", last => last.JobsRunning);
        Gauge("shopkeeper.compliance.open", "{request}", "Compliance requests open.", last => last.ComplianceOpen);
        Gauge(
            "shopkeeper.compliance.stalled", "{request}", "Compliance requests that wait for an operator.",
            last => last.ComplianceStalled);
        Gauge(
            "shopkeeper.compliance.overdue", "{request}", "Compliance requests past their due date.",
            last => last.ComplianceOverdue);
        Gauge(
            "shopkeeper.compliance.due_soon", "{request}", "Compliance requests due within seven days.",
            last => last.ComplianceDueSoon);
        _meter.CreateObservableGauge(
            "shopkeeper.webhooks.missing", Missing, "{subscription}", "Wanted subscriptions not there, by reason.");
        Gauge("shopkeeper.work.overdue", "s", "How long due work has waited.", last => (long)last.Overdue.TotalSeconds);
    }

    /// <summary>The last levels read; null until then.</summary>
    public WorkLevels? Last => Volatile.Read(ref _last);

    public void Show(WorkLevels levels) => Volatile.Write(ref _last, levels);

    private void Gauge(string name, string unit, string description, Func<WorkLevels, long> read) =>
        _meter.CreateObservableGauge<long>(name, () => Measured(read), unit, description);

    private IEnumerable<Measurement<long>> Missing() =>
        (Last?.WebhooksMissing ?? []).Select(group =>
            new Measurement<long>(group.Count, new KeyValuePair<string, object?>("reason", group.Reason)));

    private IEnumerable<Measurement<long>> DormantByReason() =>
        Last is not { } last ? [] : Reasons.Select(reason => new Measurement<long>(
            last.DormantBecause.GetValueOrDefault(reason.Key),
            new KeyValuePair<string, object?>("reason", reason.Value)));

    private IEnumerable<Measurement<long>> Measured(Func<WorkLevels, long> read) =>
        Last is { } last ? [new Measurement<long>(read(last))] : [];
}
