namespace Shopkeeper.Shopify.Admin;

/// <summary>One call to Shopify, its retries included, for the API log. It holds no shop, token or body.</summary>
public sealed record AdminCallRecord
{
    /// <summary>
    /// The operation: a GraphQL field such as <c>webhookSubscriptionCreate</c>, or <c>revokeAccess</c>.
    /// </summary>
    public required string Operation { get; init; }

    /// <summary>When the call began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From the first byte sent to the last byte read, waiting between attempts included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The last answer's HTTP status; null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary><c>ok</c> or an <see cref="AdminFailure.Code"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>How often the request was sent: 1 or more.</summary>
    public required int Attempts { get; init; }

    /// <summary>How long Shopify asks to wait, where the call failed and it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the call cost, if it was GraphQL and Shopify told.</summary>
    public AdminCallCost? Cost { get; init; }
}
