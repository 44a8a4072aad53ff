namespace Shopkeeper.Simulator.Control;

/// <summary>One attempt at a delivery.</summary>
public sealed record DeliveryAttempt
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>The status of the answer, or null without one.</summary>
    public int? Status { get; init; }

    /// <summary>Why there was no answer: <c>timeout</c> or <c>connection</c>.</summary>
    public string? Failure { get; init; }

    /// <summary>The answer's body, at most 2,000 characters.</summary>
    public string? Answer { get; init; }

    /// <summary>The answer's <c>Retry-After</c> header, which Shopify does not heed.</summary>
    public string? RetryAfter { get; init; }
}
