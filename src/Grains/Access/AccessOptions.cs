namespace Shopkeeper.Grains.Access;

/// <summary>How often Shopify is asked whether it takes the shops' tokens: section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Access";

    /// <summary>
    /// How long a check that found access fine needs no other. Default: 10 seconds, since checks are asked for by new
    /// sessions, which are rare, and a merchant who reinstalls at once begins one; 0 asks every time.
    /// </summary>
    public TimeSpan TrustFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a check that found a shop dormant needs no other. Default: 1 minute.</summary>
    public TimeSpan RecheckAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often each shop is asked that nobody asked otherwise, a tenth more or less. Default: 24 h; 0 asks none.
    /// </summary>
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How soon a dormant shop is asked again; then as long again as it has been so. Default: 5 minutes.
    /// </summary>
    public TimeSpan DormantFirst { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest between two questions about a dormant shop. Default: 6 h.</summary>
    public TimeSpan DormantMaximum { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How many shops the whole cluster asks in a minute. Default: 120, 1 to 10,000.</summary>
    public int ChecksPerMinute { get; set; } = 120;
}
