namespace Shopkeeper.Grains.Subscriptions;

/// <summary>When and how fast subscriptions are compared with Shopify: <c>Webhooks:Reconcile</c>.</summary>
public sealed class ReconcileOptions
{
    /// <summary>How long after a comparison the next one is due, a tenth more or less. Default 1 day.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(1);

    /// <summary>After how long a comparison that came to no end is taken up again. Default 1 h.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Over how long the shops are spread after a release that wants another set. Default 15 min; 0 to 24 h.
    /// </summary>
    public TimeSpan DeployWithin { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after the first delivery that was shed a shop is compared. Default 1 min; 0 to 1 h.</summary>
    public TimeSpan AfterShedding { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many comparisons wait or run at once in the whole cluster, those of installs and of dormant shops aside, so
    /// that a release does not keep other jobs waiting. Default 64; 1 to 10,000.
    /// </summary>
    public int OpenLimit { get; set; } = 64;

    /// <summary>How many changes of one shop are under way at once. Default and maximum 12, at least 1.</summary>
    public int Concurrency { get; set; } = 12;
}
