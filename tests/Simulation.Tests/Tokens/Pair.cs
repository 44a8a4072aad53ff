using Shopkeeper.Shopify;

namespace Shopkeeper.Simulation.Tests.Tokens;

/// <summary>A pair as Shopify issued it; without a refresh token it is one token that does not expire.</summary>
internal sealed record Pair(
    AccessToken Access, AccessToken? Refresh, DateTimeOffset ExpiresAt, DateTimeOffset RefreshExpiresAt,
    int Era);
