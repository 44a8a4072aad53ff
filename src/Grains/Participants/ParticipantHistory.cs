using System.Collections.Concurrent;
using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// Has it noted how the participants answer: each failure, and of the successes one in a while, or the one that ends
/// failures; a busy service would otherwise write the same row all the time.
/// </summary>
internal sealed class ParticipantHistory(IParticipantNotes notes, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    // When a success was last noted here; none while the last that was noted is a failure.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _successes = new(StringComparer.Ordinal);

    /// <summary>Notes a call's end: a failure's code, or null for an answer.</summary>
    public async Task NoteAsync(string participant, string? failureCode, CancellationToken cancellationToken)
    {
        if (failureCode is not null)
        {
            _successes.TryRemove(participant, out _);
            await notes.NoteFailureAsync(participant, failureCode, cancellationToken);
            return;
        }

        var now = time.GetUtcNow();
        if (_successes.TryGetValue(participant, out var noted) && now - noted < Every) return;
        await notes.NoteSuccessAsync(participant, cancellationToken);
        _successes[participant] = now;
    }
}
