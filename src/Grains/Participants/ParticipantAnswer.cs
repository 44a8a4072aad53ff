using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>What came of asking a participant to erase. Closed.</summary>
internal abstract record ParticipantAnswer
{
    private ParticipantAnswer()
    {
    }

    /// <summary>It erased, and nothing is left as far as it can be counted.</summary>
    public sealed record Erased(ParticipantResult Result) : ParticipantAnswer;

    /// <summary>It asked for time.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : ParticipantAnswer;

    /// <summary>It failed, or something is left.</summary>
    public sealed record Failed(string Code) : ParticipantAnswer
    {
        /// <summary>How long it asks not to be called.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>It could not be asked, or not to the end: no token, a dead one, or no permit.</summary>
    public sealed record NotAsked(string Code) : ParticipantAnswer;
}
