namespace Shopkeeper.Grains.Shops;

/// <summary>A shop's actor: section <c>Shops</c>.</summary>
public sealed class ShopsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Shops";

    /// <summary>
    /// How often a shop's reminder looks for forgotten deliveries: the safety net below the pollers, so it may be rare.
    /// Default 1 h, at least 1 min.
    /// </summary>
    public TimeSpan ReminderPeriod { get; set; } = TimeSpan.FromHours(1);
}
