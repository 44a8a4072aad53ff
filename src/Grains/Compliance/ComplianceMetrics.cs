using System.Diagnostics.Metrics;
using Shopkeeper.Grains.Abstractions.Compliance;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// Counts requests that are closed or stand still: <c>shopkeeper.compliance.settled</c>, by topic and code. The levels
/// (open, stalled, overdue, due soon) are gauges of their own.
/// </summary>
internal sealed class ComplianceMetrics
{
    private readonly Counter<long> _settled;

    public ComplianceMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _settled = meters.Create("Shopkeeper").CreateCounter<long>(
            "shopkeeper.compliance.settled", unit: "{request}", description: "Requests closed, ready or stalled.");
    }

    public void Count(ComplianceRequest request) =>
        _settled.Add(
            1,
            new KeyValuePair<string, object?>("topic", request.Topic),
            new KeyValuePair<string, object?>("code", CodeOf(request)));

    // Behind the colon stands a participant: as many as are configured, and no business of a metric.
    private static string CodeOf(ComplianceRequest request) =>
        (request.Code ?? "ready") is var code && code.IndexOf(':', StringComparison.Ordinal) is var at and >= 0
            ? code[..at]
            : request.Code ?? "ready";
}
