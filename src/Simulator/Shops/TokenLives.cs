namespace Shopkeeper.Simulator.Shops;

/// <summary>How long a shop's expiring tokens live.</summary>
/// <remarks>
/// https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
/// </remarks>
internal sealed record TokenLives
{
    /// <summary>An hour, and ninety days.</summary>
    public static TokenLives Shopifys { get; } =
        new() { Access = TimeSpan.FromSeconds(3600), Refresh = TimeSpan.FromSeconds(7776000) };

    public required TimeSpan Access { get; init; }

    public required TimeSpan Refresh { get; init; }
}
