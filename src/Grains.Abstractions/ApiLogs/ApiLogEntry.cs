namespace Shopkeeper.Grains.Abstractions.ApiLogs;

/// <summary>One call to Shopify.</summary>
public sealed record ApiLogEntry
{
    /// <summary>The entry's id, a UUIDv7 of the call's time.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the call began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The operation, such as <c>products</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The outcome's code, such as <c>ok</c> or <c>throttled</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>How long the call took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How often the request was sent.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The query's cost in points, where Shopify told it.</summary>
    public int? Cost { get; init; }

    /// <summary>Free detail for the app's developers; stored encrypted. At most 4 KiB.</summary>
    public string? Detail { get; init; }
}
