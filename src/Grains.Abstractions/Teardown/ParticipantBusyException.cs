namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>A participant that needs time: it is asked again, and no attempt is spent.</summary>
public sealed class ParticipantBusyException(TimeSpan retryAfter) : Exception("The participant is busy.")
{
    /// <summary>When to ask again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
