using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Shops;

namespace Shopkeeper.Simulator.Webhooks;

/// <summary>Realistic bodies for the topics, made when the event happens.</summary>
/// <remarks>https://shopify.dev/docs/api/admin-rest/latest/resources/webhook</remarks>
internal static class DeliveryBodies
{
    /// <summary>What all simulated shops have in common.</summary>
    private const string CommonToShops =
        """
        {
          "phone": "+49 30 5550100", "address1": "1 Example Street", "address2": null, "zip": "10115",
          "city": "Berlin", "province": "Berlin", "province_code": null, "country": "DE", "country_code": "DE",
          "country_name": "Germany", "latitude": 52.53, "longitude": 13.38, "primary_locale": "en", "source": null,
          "currency": "EUR", "timezone": "(GMT+01:00) Europe/Berlin", "iana_timezone": "Europe/Berlin",
          "money_format": "€{{amount}}", "money_with_currency_format": "€{{amount}} EUR", "weight_unit": "kg",
          "taxes_included": true, "has_discounts": false, "has_gift_cards": false, "google_apps_domain": null,
          "finances": true, "checkout_api_supported": true, "multi_location_enabled": true,
          "setup_required": false, "eligible_for_payments": true, "password_enabled": false,
          "has_storefront": true, "transactional_sms_disabled": false,
          "marketing_sms_consent_enabled_at_checkout": false
        }
        """;

    public static JsonObject For(
        string topic, Shop shop, Installation? installation, DateTimeOffset now) => topic switch
    {
        WebhookTopics.AppUninstalled or WebhookTopics.ShopUpdate => ShopResource(shop, now),
        WebhookTopics.ShopRedact => Compliance(shop),
        WebhookTopics.CustomersRedact => With(Compliance(shop),
            ("customer", Customer(shop)), ("orders_to_redact", new JsonArray(299938, 280263))),
        WebhookTopics.CustomersDataRequest => With(Compliance(shop),
            ("customer", Customer(shop)), ("orders_requested", new JsonArray(299938, 280263)),
            ("data_request", new JsonObject { ["id"] = now.ToUnixTimeMilliseconds() })),
        WebhookTopics.AppScopesUpdate => Scopes(shop, installation, now),
        WebhookTopics.AppSubscriptionsUpdate => AppSubscription(shop, now),
        _ when topic.StartsWith("products/", StringComparison.Ordinal) => ProductResource(topic, shop, now),
        _ => new JsonObject { ["id"] = now.ToUnixTimeMilliseconds(), ["updated_at"] = Text(now) },
    };

    /// <summary>
    /// The body with only those of its top-level fields that a subscription wants; none named means all.
    /// </summary>
    public static JsonObject Only(JsonObject body, IReadOnlyList<string> fields)
    {
        var copy = (JsonObject)body.DeepClone();
        if (fields.Count == 0) return copy;
        foreach (var name in copy.Select(field => field.Key).Where(name => !fields.Contains(name)).ToList())
            copy.Remove(name);
        return copy;
    }

    public static string Write(JsonNode body) => body.ToJsonString(JsonSerializerOptions.Web);

    private static JsonObject ShopResource(Shop shop, DateTimeOffset now)
    {
        var profile = shop.Profile;
        var body = new JsonObject
        {
            ["id"] = shop.Id,
            ["name"] = profile.Name,
            ["email"] = profile.Email,
            ["domain"] = shop.Domain,
            ["myshopify_domain"] = shop.Domain,
            ["created_at"] = Text(shop.CreatedAt),
            ["updated_at"] = Text(now),
            ["customer_email"] = profile.Email,
            ["shop_owner"] = profile.Owner,
            ["plan_display_name"] = profile.Plan,
            ["plan_name"] = PlanName(profile),
            ["primary_location_id"] = ShopAddress.NumericId(shop.Domain, "location"),
        };
        foreach (var (name, value) in JsonNode.Parse(CommonToShops)!.AsObject())
            body[name] = value?.DeepClone();
        return body;
    }

    // What apps go by where a shop closes without a word: Shopify lists the names nowhere.
    private static string PlanName(ShopProfile profile) => profile.Status switch
    {
        ShopStatus.Frozen => "frozen",
        ShopStatus.Closed => "cancelled",
        ShopStatus.Locked => "fraudulent",
        _ => profile.Plan.ToLowerInvariant(),
    };

    private static JsonObject Compliance(Shop shop) => new()
    {
        ["shop_id"] = shop.Id, ["shop_domain"] = shop.Domain,
    };

    private static JsonObject Customer(Shop shop) => new()
    {
        ["id"] = ShopAddress.NumericId(shop.Domain, "customer"),
        ["email"] = $"customer@{ShopAddress.Handle(shop.Domain)}.example",
        ["phone"] = "+49 30 5550199",
    };

    private static JsonObject Scopes(Shop shop, Installation? installation, DateTimeOffset now)
    {
        var scopes = installation?.Scopes ?? [];
        return new JsonObject
        {
            ["id"] = now.ToUnixTimeMilliseconds(),
            ["shop_id"] = $"gid://shopify/Shop/{shop.Id}",
            ["previous"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]),
            ["current"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]),
            ["updated_at"] = Text(now),
        };
    }

    private static JsonObject AppSubscription(Shop shop, DateTimeOffset now) => new()
    {
        ["app_subscription"] = new JsonObject
        {
            ["admin_graphql_api_id"] =
                $"gid://shopify/AppSubscription/{ShopAddress.NumericId(shop.Domain, "subscription")}",
            ["name"] = "Monthly",
            ["status"] = "ACTIVE",
            ["admin_graphql_api_shop_id"] = $"gid://shopify/Shop/{shop.Id}",
            ["created_at"] = Text(shop.CreatedAt),
            ["updated_at"] = Text(now),
            ["currency"] = "EUR",
            ["capped_amount"] = "20.0",
            ["price"] = "10.00",
            ["interval"] = "every_30_days",
            ["plan_handle"] = null,
        },
    };

    private static JsonObject ProductResource(string topic, Shop shop, DateTimeOffset now)
    {
        var product = Catalogue.At(shop.Domain, 0);
        var id = Catalogue.NumericId(shop.Domain, 0);
        if (topic == "products/delete") return new JsonObject { ["id"] = id };
        return new JsonObject
        {
            ["id"] = id,
            ["admin_graphql_api_id"] = product.Id,
            ["title"] = product.Title,
            ["handle"] = product.Handle,
            ["vendor"] = product.Vendor,
            ["product_type"] = product.ProductType,
            ["status"] = product.Status.ToLowerInvariant(),
            ["tags"] = string.Join(", ", product.Tags),
            ["created_at"] = Text(product.CreatedAt),
            ["updated_at"] = Text(now),
            ["variants"] = new JsonArray(),
        };
    }

    private static JsonObject With(JsonObject body, params (string Name, JsonNode Value)[] fields)
    {
        foreach (var (name, value) in fields) body[name] = value;
        return body;
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
