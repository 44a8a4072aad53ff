namespace Shopkeeper.Grains.Polling;

/// <summary>How this silo looks for due work: section <c>Polling</c>.</summary>
public sealed class PollingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Polling";

    /// <summary>The longest time between two looks; a signal makes it shorter. Default 1 s, 10 ms to 1 min.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many due keys one look takes. Default 256, 1 to 10,000.</summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>How many grains of a kind are poked at a time. Default 16, 1 to 1,000.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>
    /// How long a poke is waited for; the grain's work goes on without. Default 25 s, below Orleans' 30 s.
    /// </summary>
    public TimeSpan PokeTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a key whose poke failed is left alone. Default 2 s.</summary>
    public TimeSpan FailurePause { get; set; } = TimeSpan.FromSeconds(2);
}
