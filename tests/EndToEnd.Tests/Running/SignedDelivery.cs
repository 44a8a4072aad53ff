using System.Security.Cryptography;
using System.Text;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>A delivery made by hand, to be right or wrong in any detail.</summary>
public sealed record SignedDelivery
{
    /// <summary>The raw body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The secret that signs it; null leaves the signature out.</summary>
    public required string? Secret { get; init; }

    /// <summary>The topic; null leaves the header out.</summary>
    public string? Topic { get; init; }

    /// <summary>The shop's domain; null leaves the header out.</summary>
    public string? Shop { get; init; }

    /// <summary>The delivery's id.</summary>
    public string WebhookId { get; init; } = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();

    /// <summary>What the headers begin with: <c>X-Shopify-</c> or <c>shopify-</c>.</summary>
    public string Family { get; init; } = "X-Shopify-";

    /// <summary>What the signature's header begins with, where it is not of the same family.</summary>
    public string? SignatureFamily { get; init; }

    /// <summary>The path it is sent to.</summary>
    public string Path { get; init; } = "/webhooks";

    /// <summary>The host header; null: the one of the address.</summary>
    public string? Host { get; init; }

    /// <summary>How the body is sent; at once unless said otherwise.</summary>
    public Func<byte[], HttpContent> Carrier { get; init; } = body => new ByteArrayContent(body);

    /// <summary>A delivery whose body names the shop as Shopify's do.</summary>
    public static SignedDelivery Of(ShopkeeperProcess service, Merchant shop, string topic) => new()
    {
        Body = Encoding.UTF8.GetBytes($$"""{"id":{{shop.ShopId}},"myshopify_domain":"{{shop.Domain}}"}"""),
        Secret = service.Keys.ApiSecret,
        Topic = topic,
        Shop = shop.Domain,
    };

    /// <summary>Sends it.</summary>
    public Task<HttpResponseMessage> SendAsync(ShopkeeperProcess service) =>
        SendUntilAsync(service, CancellationToken.None);

    /// <summary>Sends it, and gives up when it is told to.</summary>
    public Task<HttpResponseMessage> SendUntilAsync(ShopkeeperProcess service, CancellationToken cancellationToken) =>
        SendAsync(service.Public, cancellationToken);

    /// <summary>Sends it by way of whatever the client leads to.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpClient way, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = Carrier(Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        if (Host is not null) request.Headers.Host = Host;
        if (Secret is not null)
            Add(request, (SignatureFamily ?? Family) + "Hmac-Sha256", Sign(Body, Secret));
        if (Topic is not null) Add(request, Family + "Topic", Topic);
        if (Shop is not null) Add(request, Family + "Shop-Domain", Shop);
        Add(request, Family + "Webhook-Id", WebhookId);
        Add(request, Family + "Triggered-At", TimeProvider.System.GetUtcNow().ToString("O"));
        return await way.SendAsync(request, cancellationToken);
    }

    private static string Sign(byte[] body, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private static void Add(HttpRequestMessage request, string name, string value) =>
        request.Headers.TryAddWithoutValidation(name, value);
}
