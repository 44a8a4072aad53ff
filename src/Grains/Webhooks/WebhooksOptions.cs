namespace Shopkeeper.Grains.Webhooks;

/// <summary>How deliveries are handled: section <c>Webhooks</c>.</summary>
public sealed class WebhooksOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Webhooks";

    /// <summary>
    /// How many deliveries of a shop are handled in one turn of its actor, before sessions and commands get theirs.
    /// Default 32, 1 to 1,000.
    /// </summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>
    /// How long a turn may last before no further delivery is begun in it. The rest is handled in the next turn, after
    /// whatever waits for the actor. Default 2 s, above 0 and at most 10 s.
    /// </summary>
    public TimeSpan TurnBudget { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a delivery's handlers may take, all together; longer counts as a failure. With <see cref="TurnBudget"/>
    /// it bounds what an install waits for. Default and maximum 10 s.
    /// </summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait after the first failed attempt; doubled with each further one. Default 1 s.</summary>
    public TimeSpan RetryFirst { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts. Default 5 min.</summary>
    public TimeSpan RetryMaximum { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often old delivery ids are dropped. Default 1 h.</summary>
    public TimeSpan DropIdsEvery { get; set; } = TimeSpan.FromHours(1);
}
