using System.Diagnostics.Metrics;
using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Grains.Jobs;

/// <summary>The figures of the runners: by kind and end, never by shop.</summary>
internal sealed class JobMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Shopkeeper.Jobs";

    private readonly UpDownCounter<int> _running;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _leftBehind;

    public JobMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _running = meter.CreateUpDownCounter<int>(
            "shopkeeper.jobs.running", "{attempt}", "Attempts that run on this silo.");
        _ended = meter.CreateCounter<long>("shopkeeper.jobs.ended", "{attempt}", "Attempts ended, by kind and status.");
        _leftBehind = meter.CreateCounter<long>(
            "shopkeeper.jobs.left_behind", "{attempt}", "Attempts that did not stop when told.");
    }

    public void Started() => _running.Add(1);

    public void Returned() => _running.Add(-1);

    public void Ended(string kind, JobStatus status) =>
        _ended.Add(1, new("kind", kind), new("status", status.ToString()));

    public void LeftBehind(string kind) => _leftBehind.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
