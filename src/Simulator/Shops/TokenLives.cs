namespace Shopkeeper.Simulator.Shops;

/// <summary>How long a shop's expiring tokens live.</summary>
/// <remarks>
/// https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
/// </remarks>
internal sealed record TokenLives
{
    /// <summary>An hour, ninety days, and a day for a user's.</summary>
    public static TokenLives Shopifys { get; } =
        new()
        {
            Access = TimeSpan.FromSeconds(3600),
            Refresh = TimeSpan.FromSeconds(7776000),
            Online = TimeSpan.FromSeconds(86399),
        };

    public required TimeSpan Access { get; init; }

    public required TimeSpan Refresh { get; init; }

    public required TimeSpan Online { get; init; }
}
