using System.Security.Cryptography;
using System.Text;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Compliance;

/// <summary>A customer of a shop: unlike any other, and noted as what must not stand in a log.</summary>
internal sealed class Customer
{
    private readonly Merchant _shop;

    public Customer(Merchant shop)
    {
        _shop = shop;
        Id = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue);
        OrderId = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue);
        Email = shop.Note("a customer's e-mail address", $"customer-{Keys.RandomText(8)}@{Keys.RandomText(6)}.example");
        Phone = shop.Note("a customer's phone", $"+4930{RandomNumberGenerator.GetInt32(10_000_000, 99_999_999)}");
    }

    public long Id { get; }

    public long OrderId { get; }

    public string Email { get; }

    public string Phone { get; }

    /// <summary>Shopify asks for something on his behalf.</summary>
    public SignedDelivery Asks(ShopkeeperProcess service, string topic, long request = 1) => new()
    {
        Body = Encoding.UTF8.GetBytes("{" + topic switch
        {
            "customers/data_request" =>
                $"{Head},\"orders_requested\":[{OrderId}],{Self},\"data_request\":{{\"id\":{request}}}",
            "customers/redact" => $"{Head},{Self},\"orders_to_redact\":[{OrderId}]",
            _ => Head,
        } + "}"),
        Secret = service.Keys.ApiSecret,
        Topic = topic,
        Shop = _shop.Domain,
    };

    /// <summary>Something that Shopify tells of him.</summary>
    public SignedDelivery Orders(ShopkeeperProcess service) => new()
    {
        Body = Encoding.UTF8.GetBytes($"{{\"id\":{OrderId},\"email\":\"{Email}\",{Self}}}"),
        Secret = service.Keys.ApiSecret,
        Topic = "orders/create",
        Shop = _shop.Domain,
    };

    private string Head => $"\"shop_id\":{_shop.ShopId},\"shop_domain\":\"{_shop.Domain}\"";

    private string Self => $"\"customer\":{{\"id\":{Id},\"email\":\"{Email}\",\"phone\":\"{Phone}\"}}";
}
