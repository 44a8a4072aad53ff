using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>A gate for each participant.</summary>
internal sealed class ParticipantGates(TimeProvider time, IOptions<TeardownOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<string, ParticipantGate> _gates = new(StringComparer.Ordinal);

    public ParticipantGate this[string participant] =>
        _gates.GetOrAdd(participant, _ => new ParticipantGate(time, options.Value));

    public void Dispose()
    {
        foreach (var gate in _gates.Values) gate.Dispose();
    }
}
