using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>A pair as Shopify issued it.</summary>
internal sealed record Pair(
    AccessToken Access, AccessToken Refresh, DateTimeOffset ExpiresAt, DateTimeOffset RefreshExpiresAt,
    int Era);
