using Shopkeeper.Shopify;

namespace Shopkeeper.Grains.Abstractions.Sessions;

/// <summary>Ids of sessions by the convention that Shopify's own libraries share.</summary>
public static class SessionIds
{
    /// <summary>The installation's own session: <c>offline_{shop}</c>.</summary>
    public static string OfInstallation(ShopDomain shop) => $"offline_{shop}";

    /// <summary>A user's session in the embedded app: <c>{shop}_{userId}</c>.</summary>
    public static string OfUser(ShopDomain shop, string userId) => $"{shop}_{userId}";
}
