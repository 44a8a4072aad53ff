using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Access;

/// <summary>Counts shops whose access went and came back.</summary>
internal sealed class AccessMetrics
{
    private static readonly FrozenDictionary<AccessState, string> Reasons =
        Enum.GetValues<AccessState>().ToFrozenDictionary(state => state, AccessWords.Of);

    private readonly Counter<long> _lost;
    private readonly Counter<long> _back;

    /// <summary>Makes the counters.</summary>
    public AccessMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create("Shopkeeper");
        _lost = meter.CreateCounter<long>(
            "shopkeeper.access.lost", unit: "{grant}", description: "Grants whose access was lost, by reason.");
        _back = meter.CreateCounter<long>(
            "shopkeeper.access.regained", unit: "{grant}", description: "Grants that Shopify took again.");
    }

    /// <summary>A shop became dormant, or is so for another reason now.</summary>
    public void CountDormant(AccessState reason) =>
        _lost.Add(1, new KeyValuePair<string, object?>("reason", Reasons[reason]));

    /// <summary>A dormant shop came back.</summary>
    public void CountBack() => _back.Add(1);
}
