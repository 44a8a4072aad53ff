namespace Shopkeeper.Grains.RateBudget;

/// <summary>The shops' budgets of Admin API points: section <c>RateBudget</c>.</summary>
public sealed class RateBudgetOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "RateBudget";

    /// <summary>
    /// Points that a shop's bucket is held to have until Shopify tells. Default 1,000, 100 to 100,000: what one query
    /// may cost at most.
    /// </summary>
    public double AssumedMaximum { get; set; } = 1000;

    /// <summary>Points that come back each second, until Shopify tells. Default 50, 1 to 10,000.</summary>
    public double AssumedRate { get; set; } = 50;

    /// <summary>
    /// The longest that a call waits for its shop's budget; then it is made all the same, and Shopify decides. Default
    /// 1 min, 0 to 10 min; 0 waits for no budget.
    /// </summary>
    public TimeSpan MaximumWait { get; set; } = TimeSpan.FromMinutes(1);
}
