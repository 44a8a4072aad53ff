using System.Collections.Concurrent;

namespace Shopkeeper.Grains.Participants;

/// <summary>How the participants have answered this process since it started.</summary>
internal sealed class ParticipantHistory(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Notes a call's end: a failure's code, or null for an answer.</summary>
    public void Note(string participant, string? failureCode)
    {
        var now = time.GetUtcNow();
        _entries.AddOrUpdate(
            participant,
            _ => new Entry().With(failureCode, now),
            (_, before) => before.With(failureCode, now));
    }

    public Entry Of(string participant) => _entries.GetValueOrDefault(participant) ?? new Entry();

    /// <summary>What is known of one.</summary>
    internal sealed record Entry
    {
        public DateTimeOffset? SuccessAt { get; init; }

        public DateTimeOffset? FailureAt { get; init; }

        public string? FailureCode { get; init; }

        public int Failures { get; init; }

        public Entry With(string? failureCode, DateTimeOffset now) => failureCode is null
            ? this with { SuccessAt = now, Failures = 0 }
            : this with { FailureAt = now, FailureCode = failureCode, Failures = Failures + 1 };
    }
}
