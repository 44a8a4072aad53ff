using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Access;

/// <summary>Counts shops whose access went and came back, and checks of it.</summary>
internal sealed class AccessMetrics
{
    private const string Unanswered = "unanswered";

    private static readonly FrozenDictionary<AccessState, string> Words = Enum.GetValues<AccessState>()
        .ToFrozenDictionary(state => state, state => JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString()));

    private readonly Counter<long> _lost;
    private readonly Counter<long> _back;
    private readonly Counter<long> _checks;

    /// <summary>Makes the counters.</summary>
    public AccessMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create("Shopkeeper");
        _lost = meter.CreateCounter<long>(
            "shopkeeper.access.lost", unit: "{grant}", description: "Grants whose access was lost, by reason.");
        _back = meter.CreateCounter<long>(
            "shopkeeper.access.regained", unit: "{grant}", description: "Grants that Shopify took again.");
        _checks = meter.CreateCounter<long>(
            "shopkeeper.access.checks", unit: "{check}", description: "Shops asked in a round, by what they are.");
    }

    /// <summary>A shop became dormant, or is so for another reason now.</summary>
    public void CountDormant(AccessState reason) =>
        _lost.Add(1, new KeyValuePair<string, object?>("reason", Words[reason]));

    /// <summary>A dormant shop came back.</summary>
    public void CountBack() => _back.Add(1);

    /// <summary>A shop was asked in its turn; null when the answer says nothing.</summary>
    public void CountCheck(AccessState? state) =>
        _checks.Add(1, new KeyValuePair<string, object?>("state", state is { } told ? Words[told] : Unanswered));
}
