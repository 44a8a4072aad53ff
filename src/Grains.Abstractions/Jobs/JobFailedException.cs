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

    /// <summary>
    /// False when the job could not do its work through no fault of its own and only time helps: it is put off, however
    /// often, and no attempt is spent. Such as while Shopify lets nobody into the shop.
    /// </summary>
    public bool SpendsAttempt { get; init; } = true;
}
