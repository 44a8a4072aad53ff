namespace Shopkeeper.Grains.Access;

/// <summary>How often Shopify is asked whether it takes the shops' tokens.</summary>
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
}
