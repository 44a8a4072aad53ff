using System.Globalization;
using Shopkeeper.Simulator.Hosting;
using Shopkeeper.Simulator.OAuth;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Embedding;

/// <summary>The signed address at which the admin opens the app in its frame.</summary>
/// <remarks>
/// https://shopify.dev/docs/apps/build/authentication-authorization/set-embedded-app-authorization
/// </remarks>
internal sealed class LaunchAddress(AppRegistration registration, SimulatorOptions options)
{
    /// <param name="shop">The shop whose admin it is.</param>
    /// <param name="token">The session token; null as when the admin has none at hand.</param>
    public Uri Of(Shop shop, string? token)
    {
        var app = registration.Current;
        var now = options.Clock.GetUtcNow();
        List<KeyValuePair<string, string>> query =
        [
            new("embedded", "1"),
            new("host", QuerySignature.Host(ShopAddress.Handle(shop.Domain))),
            new("locale", "en"),
            new("session", Guid.CreateVersion7(now).ToString("N")),
            new("shop", shop.Domain),
            new("timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ];
        if (token is not null) query.Insert(2, new("id_token", token));
        return QuerySignature.Sign(app.AppUrl, query, app.ApiSecret);
    }
}
