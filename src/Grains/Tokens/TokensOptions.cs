namespace Shopkeeper.Grains.Tokens;

/// <summary>How expiring tokens are kept fresh: section <c>Tokens</c>.</summary>
public sealed class TokensOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Tokens";

    /// <summary>
    /// The latest time before its expiry at which an access token is refreshed when somebody asks for it. Each
    /// installation has its own time between this and <see cref="RefreshBeforeMaximum"/>. Default 5 min.
    /// </summary>
    public TimeSpan RefreshBeforeMinimum { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The earliest time before its expiry at which an access token is refreshed. Default 10 min.</summary>
    public TimeSpan RefreshBeforeMaximum { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// For how long a refresh that was begun keeps others from beginning another, should its silo go down. Default
    /// 1 min; longer than <c>Shopify:CallBudget</c>, at most 10 min.
    /// </summary>
    public TimeSpan RefreshLease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long whoever needs an expired token waits for another silo's refresh. Default 5 s.</summary>
    public TimeSpan BusyWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The wait after a refresh that came to nothing; doubled with each further one. Default 1 s.</summary>
    public TimeSpan RetryFirst { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts. Default 1 min.</summary>
    public TimeSpan RetryMaximum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How far apart two refusals of a refresh must be to count as two; with two, a new grant is needed. Default 30 s.
    /// </summary>
    public TimeSpan RefusedApart { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a refresh that was refused twice is left alone. Default 1 h.</summary>
    public TimeSpan RefusedRetryAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The refresh of quiet shops' pairs: section <c>Tokens:KeepWarm</c>.</summary>
    public KeepWarmOptions KeepWarm { get; set; } = new();
}
