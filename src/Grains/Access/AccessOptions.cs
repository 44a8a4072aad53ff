namespace Shopkeeper.Grains.Access;

/// <summary>How often Shopify is asked whether it takes the shops' tokens.</summary>
public sealed class AccessOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Access";

    /// <summary>
    /// How long a check that found access fine needs no other. Default: 5 minutes; 0 asks every time.
    /// </summary>
    public TimeSpan TrustFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a check that found a shop dormant needs no other. Default: 1 minute.</summary>
    public TimeSpan RecheckAfter { get; set; } = TimeSpan.FromMinutes(1);
}
