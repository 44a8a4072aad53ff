using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>
/// One call's answer: counts, a number (null where nothing can be counted), or why the participant is at its end.
/// </summary>
internal sealed record ParticipantCallResult(ParticipantAnswer? End)
{
    public IReadOnlyList<StoreCount> Items { get; init; } = [];

    public long? Remaining { get; init; }

    public static ParticipantCallResult Failed(string code, TimeSpan? retryAfter = null) =>
        new(new ParticipantAnswer.Failed(code) { RetryAfter = retryAfter });
}
