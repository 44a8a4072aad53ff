using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Shopify.Http;

/// <summary>
/// Travels with a request through the handlers: how often it was sent, what the last attempt brought, whether to try
/// again. One request is handled by one logical thread at a time, so nothing here is locked.
/// </summary>
internal sealed class CallState(Call call, TimeSpan budget, TimeProvider time)
{
    /// <summary>Attempts per call, the first included.</summary>
    public const int MaximumAttempts = 5;

    public static readonly HttpRequestOptionsKey<CallState> Key = new("shopkeeper.call");

    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    private readonly long _started = time.GetTimestamp();

    public ExpectedBody Expected => call.Expected;

    public int Attempts { get; set; }

    public Reply? Reply { get; set; }

    /// <summary>How long to wait before the next attempt; decided by <see cref="ShouldRetry"/>.</summary>
    public TimeSpan NextDelay { get; private set; }

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>
    /// True when the failure can pass, the call may be repeated and the wait fits into what is left of the budget.
    /// </summary>
    public bool ShouldRetry(AdminFailure? failure)
    {
        if (!call.Retryable || Attempts >= MaximumAttempts) return false;
        var mayPass = failure?.Kind
            is AdminFailureKind.Throttled or AdminFailureKind.ServerError or AdminFailureKind.Unreachable;
        if (failure is null || !mayPass) return false;
        NextDelay = failure.RetryAfter ?? Backoff();
        if (NextDelay < ShortestDelay) NextDelay = ShortestDelay;
        return Elapsed + NextDelay < budget;
    }

    // Doubling, with up to half as much again at random so that many calls do not come back together.
    private TimeSpan Backoff() => FirstDelay * Math.Pow(2, Math.Max(0, Attempts - 1)) * (1 + (Jitter() / 2));

#pragma warning disable CA5394 // Spreads load; guards nothing.
    private static double Jitter() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}
