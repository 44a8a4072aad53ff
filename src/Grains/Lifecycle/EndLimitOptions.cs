namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// How many installations may end in an hour without an authentic delivery or an operator: section
/// <c>Teardown:EndLimit</c>. A wrong host or secret makes every shop look uninstalled; the limit keeps it from erasing
/// them.
/// </summary>
public sealed class EndLimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Teardown:EndLimit";

    /// <summary>How many may end in any case. Default 20, at least 0.</summary>
    public int Minimum { get; set; } = 20;

    /// <summary>
    /// Which share of the current installations may end, where that is more. Default 0.005 (0.5 %), 0 to 1.
    /// </summary>
    public double Share { get; set; } = 0.005;

    /// <summary>The window. Default 1 h.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(1);
}
