namespace Shopkeeper.Grains.Tokens;

/// <summary>
/// When the pairs of shops that nobody asks a token for are refreshed, so that their refresh tokens do not end unused
/// after 90 days: section <c>Tokens:KeepWarm</c>.
/// </summary>
public sealed class KeepWarmOptions
{
    /// <summary>The age at which a pair is refreshed. Default 60 days.</summary>
    public TimeSpan After { get; set; } = TimeSpan.FromDays(60);

    /// <summary>Each pair's age is that, give or take a share of this. Default 5 days.</summary>
    public TimeSpan Jitter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>The wait after an attempt that came to nothing. Default 1 h.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many pairs a silo refreshes in a minute at most. Default 60, 1 to 10,000.</summary>
    public int PerMinute { get; set; } = 60;
}
