namespace Shopkeeper.Grains.Participants;

/// <summary>A call that failed for a reason that has a code.</summary>
internal sealed class ParticipantCallException(string code, TimeSpan? retryAfter = null)
    : Exception($"A participant's call failed: {code}.")
{
    /// <summary>One of <see cref="ParticipantCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>How long it asks not to be called; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
