using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Grains.Jobs;

/// <summary>What is known of an attempt when it has ended.</summary>
internal sealed record AttemptFacts
{
    public required ClaimedJob Job { get; init; }

    /// <summary>Why it was told to stop, if it was.</summary>
    public required JobStop Stop { get; init; }

    /// <summary>What it threw; null when it returned.</summary>
    public Exception? Failure { get; init; }

    public JobProgress Progress { get; init; }

    /// <summary>0 to 1, for the spread of waits.</summary>
    public double Chance { get; init; }
}
