namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>A failure with a stable code, which is all that is stored of it.</summary>
public sealed class JobFailedException(string code, bool retry = true, TimeSpan? retryAfter = null)
    : Exception($"The job failed ({code}).")
{
    /// <summary>A stable kebab-case code.</summary>
    public string Code { get; } = code;

    /// <summary>False when another attempt can't help.</summary>
    public bool Retry { get; } = retry;

    /// <summary>How long to wait before the next attempt; null for the usual backoff.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
