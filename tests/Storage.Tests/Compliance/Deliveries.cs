using System.Text;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Storage.Tests.Compliance;

/// <summary>Compliance deliveries as Shopify sends them.</summary>
internal static class Deliveries
{
    public const string Email = "john@customer.example";
    public const string DataRequest = "customers/data_request";
    public const string CustomerRedact = "customers/redact";
    public const string ShopRedact = "shop/redact";

    public static IncomingDelivery Of(string topic, string shop, string id, string? body = null) => new()
    {
        Shop = Stays.Shop(shop),
        Topic = topic,
        WebhookId = id,
        Body = Encoding.UTF8.GetBytes(body ?? Body(topic, shop)),
    };

    public static string Body(string topic, string shop, long request = 9999, string email = Email)
    {
        var head = $"\"shop_id\":548380009,\"shop_domain\":\"{shop}.myshopify.com\"";
        var customer = $"\"customer\":{{\"id\":191167,\"email\":\"{email}\",\"phone\":\"555-625-1199\"}}";
        return topic switch
        {
            DataRequest =>
                $"{{{head},\"orders_requested\":[299938,280263],{customer},\"data_request\":{{\"id\":{request}}}}}",
            CustomerRedact => $"{{{head},{customer},\"orders_to_redact\":[299938,280263]}}",
            _ => $"{{{head}}}",
        };
    }

    public static readonly ComplianceFilter All = new();
}
